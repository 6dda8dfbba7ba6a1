/** Validates BagIt bags with bagit-java: writes `valid` and what its linter warns of, for each folder. */
import gov.loc.repository.bagit.conformance.BagLinter;
import gov.loc.repository.bagit.conformance.BagitWarning;
import gov.loc.repository.bagit.domain.Bag;
import gov.loc.repository.bagit.reader.BagReader;
import gov.loc.repository.bagit.verify.BagVerifier;
import java.nio.file.Path;
import java.util.TreeSet;

public class Check {
  public static void main(String[] folders) throws Exception {
    try (BagVerifier verifier = new BagVerifier()) {
      for (String folder : folders) {
        Bag bag = new BagReader().read(Path.of(folder));
        BagVerifier.quicklyVerify(bag);
        verifier.isValid(bag, false);
        StringBuilder line = new StringBuilder("valid");
        for (BagitWarning warning : new TreeSet<>(BagLinter.lintBag(Path.of(folder)))) line.append(" ").append(warning);
        System.out.println(line);
      }
    }
  }
}
