/**
 * Reads e-mail files with Angus Mail or mime4j. Writes a line a file: ticket, conversation, wording, subject, SHA-256 of text
 * and HTML (- for none), then `name=SHA-256` of each attachment, with tabs between them.
 */
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.Field;

public class Mail {
  private static final PrintStream OUT = new PrintStream(System.out, false, StandardCharsets.UTF_8);
  private static final String[] HEADERS = {"X-Ticketvault-Ticket", "X-Ticketvault-Conversation", "X-Ticketvault-Wording", "Subject"};

  private final List<String> headers = new ArrayList<>();
  private String text = "-";
  private String html = "-";
  private final List<String> attachments = new ArrayList<>();

  public static void main(String[] args) throws Exception {
    for (int n = 1; n < args.length; n++) {
      Mail mail = new Mail();
      try (InputStream file = Files.newInputStream(Path.of(args[n]))) {
        if (args[0].equals("angus")) mail.readByAngus(file);
        else mail.readByMime4j(file);
      }
      OUT.println(String.join("\t", mail.headers) + "\t" + mail.text + "\t" + mail.html
          + mail.attachments.stream().map(each -> "\t" + each).reduce("", String::concat));
    }
    OUT.flush();
  }

  private void readByAngus(InputStream file) throws Exception {
    MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), file);
    for (String name : HEADERS) headers.add(message.getHeader(name, null) == null ? "-" : message.getHeader(name, null));
    walk(message);
  }

  private void walk(Part part) throws Exception {
    if (part.getContent() instanceof Multipart parts) {
      for (int n = 0; n < parts.getCount(); n++) walk(parts.getBodyPart(n));
    } else {
      add(part.getDisposition(), part.getContentType(), part.getFileName(), part.getInputStream());
    }
  }

  private void readByMime4j(InputStream file) throws Exception {
    Message message = new DefaultMessageBuilder().parseMessage(file);
    for (String name : HEADERS) {
      Field field = message.getHeader().getField(name);
      headers.add(field == null ? "-" : field.getBody());
    }
    walk(message);
  }

  private void walk(Entity part) throws Exception {
    if (part.getBody() instanceof org.apache.james.mime4j.dom.Multipart parts) {
      for (Entity each : parts.getBodyParts()) walk(each);
    } else {
      SingleBody body = (SingleBody) part.getBody();
      add(part.getDispositionType(), part.getMimeType(), part.getFilename(), body.getInputStream());
    }
  }

  private void add(String disposition, String type, String name, InputStream bytes) throws Exception {
    if (disposition != null) attachments.add(name + "=" + sha256(bytes));
    else if (type.startsWith("text/html")) html = sha256(bytes);
    else text = sha256(bytes);
  }

  private static String sha256(InputStream bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.readAllBytes()));
  }
}
