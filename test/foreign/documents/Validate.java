// Validates JSON documents by a JSON Schema of draft 2020-12, with networknt's validator: a line for each that is wrong.

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Files;
import java.nio.file.Path;

public class Validate {
  public static void main(String[] arguments) throws Exception {
    var factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    var schema = factory.getSchema(Files.readString(Path.of(arguments[0])));
    for (int at = 1; at < arguments.length; at += 1) {
      var document = Files.readString(Path.of(arguments[at]));
      for (var message : schema.validate(document, InputFormat.JSON)) {
        System.out.println(arguments[at] + ": " + message.getMessage());
      }
    }
  }
}
