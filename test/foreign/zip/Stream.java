/** Reads a zip from standard input as a stream, and writes each entry's SHA-256 and name. */
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

public class Stream {
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    byte[] buffer = new byte[1 << 16];
    try (ZipInputStream zip = new ZipInputStream(System.in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) digest.update(buffer, 0, n);
        out.println(HexFormat.of().formatHex(digest.digest()) + "  " + entry.getName());
      }
    }
    out.flush();
  }
}
