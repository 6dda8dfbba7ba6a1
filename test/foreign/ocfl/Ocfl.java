/** Reads, validates, copies and extends OCFL storage roots with ocfl-java. Its working folder must be on the root's disk. */
import io.ocfl.api.OcflConfig;
import io.ocfl.api.OcflRepository;
import io.ocfl.api.model.ObjectVersionId;
import io.ocfl.api.model.OcflObjectVersionFile;
import io.ocfl.api.model.ValidationIssue;
import io.ocfl.api.model.ValidationResults;
import io.ocfl.api.model.VersionInfo;
import io.ocfl.api.model.VersionNum;
import io.ocfl.core.OcflRepositoryBuilder;
import io.ocfl.core.extension.OcflExtensionConfig;
import io.ocfl.core.extension.storage.layout.config.FlatLayoutConfig;
import io.ocfl.core.extension.storage.layout.config.FlatOmitPrefixLayoutConfig;
import io.ocfl.core.extension.storage.layout.config.HashedNTupleIdEncapsulationLayoutConfig;
import io.ocfl.core.extension.storage.layout.config.HashedNTupleLayoutConfig;
import io.ocfl.core.extension.storage.layout.config.NTupleOmitPrefixStorageLayoutConfig;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

public class Ocfl {
  private static final PrintStream OUT = new PrintStream(System.out, false, StandardCharsets.UTF_8);
  private static final VersionInfo BY_ANOTHER =
      new VersionInfo().setUser("R", "mailto:r@example.com").setMessage("By another program.");

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "read" -> read(open(args[1], null));
      case "validate" -> validate(open(args[1], null));
      case "copy" -> copy(open(args[1], null), open(args[2], layoutOf(args[3])));
      case "add" -> add(open(args[1], null), args[2], args[3]);
      default -> throw new IllegalArgumentException(args[0]);
    }
    OUT.flush();
  }

  private static OcflRepository open(String root, OcflExtensionConfig layout) throws Exception {
    Path path = Path.of(root).toAbsolutePath();
    Files.createDirectories(path);
    Path work = Files.createDirectories(Path.of("work").toAbsolutePath());
    OcflRepositoryBuilder builder =
        new OcflRepositoryBuilder().storage(storage -> storage.fileSystem(path)).workDir(work);
    if (layout != null) builder.defaultLayoutConfig(layout);
    return builder.build();
  }

  private static OcflExtensionConfig layoutOf(String number) {
    return switch (number) {
      case "0002" -> new FlatLayoutConfig();
      case "0003" -> new HashedNTupleIdEncapsulationLayoutConfig();
      case "0004" -> new HashedNTupleLayoutConfig();
      case "0006" -> new FlatOmitPrefixLayoutConfig().setDelimiter(":");
      case "0007" -> new NTupleOmitPrefixStorageLayoutConfig().setDelimiter(":");
      default -> throw new IllegalArgumentException(number);
    };
  }

  private static List<String> idsOf(OcflRepository root) {
    try (var ids = root.listObjectIds()) {
      return ids.sorted().toList();
    }
  }

  /** Writes `sha256 id version path` for each file of each version of each object. */
  private static void read(OcflRepository root) throws Exception {
    for (String id : idsOf(root)) {
      for (VersionNum version : root.describeObject(id).getVersionMap().keySet()) {
        for (OcflObjectVersionFile file : root.getObject(ObjectVersionId.version(id, version)).getFiles()) {
          try (InputStream bytes = file.getStream()) {
            OUT.println(sha256(bytes) + " " + id + " " + version + " " + file.getPath());
          }
        }
      }
    }
  }

  /** Writes `id valid` or `id invalid` and the codes of what was found, for each object. */
  private static void validate(OcflRepository root) {
    for (String id : idsOf(root)) {
      ValidationResults results = root.validateObject(id, true);
      StringBuilder line = new StringBuilder(id).append(results.hasErrors() ? " invalid" : " valid");
      for (ValidationIssue issue : results.getErrors()) line.append(" ").append(issue.getCode());
      results.getWarnings().stream().map(ValidationIssue::getCode).distinct().sorted()
          .forEach(code -> line.append(" ").append(code));
      OUT.println(line);
    }
  }

  /** Every version of every object, written anew into another root. */
  private static void copy(OcflRepository from, OcflRepository to) throws Exception {
    for (String id : idsOf(from)) {
      for (VersionNum version : from.describeObject(id).getVersionMap().keySet()) {
        Path files = Files.createTempDirectory("ocfl").resolve("version");
        from.getObject(ObjectVersionId.version(id, version), files);
        to.putObject(ObjectVersionId.head(id), files, BY_ANOTHER);
      }
    }
  }

  private static void add(OcflRepository root, String id, String path) {
    byte[] text = "A note by another program.".getBytes(StandardCharsets.UTF_8);
    root.updateObject(
        ObjectVersionId.head(id),
        BY_ANOTHER,
        updater -> updater.writeFile(new ByteArrayInputStream(text), path));
  }

  private static String sha256(InputStream bytes) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] buffer = new byte[1 << 16];
    for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) digest.update(buffer, 0, n);
    return HexFormat.of().formatHex(digest.digest());
  }
}
