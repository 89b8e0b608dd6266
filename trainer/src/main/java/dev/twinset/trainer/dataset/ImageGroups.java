package dev.twinset.trainer.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which images show the same, as a person or another program found them: UTF-8 lines of id, tab, group. */
public final class ImageGroups {
    /** The file that a catalogue may hold. */
    public static final String FILE = "near-duplicates.tsv";

    private ImageGroups() {}

    /** @return id to group */
    public static Map<String, String> read(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, UTF_8);
        } catch (CharacterCodingException e) {
            throw new IOException(
                    file + " is not UTF-8: save it as UTF-8 (iconv -f LATIN1 -t UTF-8 converts one that is Latin-1)",
                    e);
        } catch (NoSuchFileException e) {
            throw new IOException("no duplicate groups at " + file + ": the file does not exist", e);
        }
        Map<String, String> groups = new HashMap<>();
        for (int line = 0; line < lines.size(); line++) {
            String[] fields = lines.get(line).split("\t", -1);
            if (fields.length != 2 || fields[0].isBlank() || fields[1].isBlank()) {
                throw new IOException(file + " line " + (line + 1) + " has " + fields.length
                        + " fields, expected an id, a tab and a group");
            }
            groups.put(fields[0].strip(), fields[1].strip());
        }
        return groups;
    }
}
