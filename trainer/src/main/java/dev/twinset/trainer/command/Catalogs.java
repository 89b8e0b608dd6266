package dev.twinset.trainer.command;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogFiles;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.console.LimitOption;
import dev.twinset.console.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The catalogues of a command. */
final class Catalogs {
    private static final int LISTED = 20;

    private Catalogs() {}

    /** A catalogue with no more items than {@code --limit} allows. */
    static Catalog first(LimitOption limit, Catalog catalog) {
        return catalog.with(limit.first(catalog.items()));
    }

    /**
     * Reads catalogues, and notes what was corrected or left out: also the items whose pictures a link leads out of
     * their catalogue.
     *
     * @throws IOException if one cannot be read, or its folder of pictures is a link out of it
     */
    static List<Catalog> read(List<Path> paths, PrintWriter err) throws IOException {
        List<Catalog> catalogs = new ArrayList<>();
        for (Path path : paths) {
            Catalog catalog = Catalog.read(path);
            List<String> notices = new ArrayList<>(catalog.notices());
            catalogs.add(catalog.with(inside(catalog, notices)));
            String name = paths.size() == 1 ? "" : path + ": ";
            notices.stream().limit(LISTED).forEach(notice -> err.println(Terminal.printable("note: " + name + notice)));
            if (notices.size() > LISTED) {
                err.println("note: " + name + (notices.size() - LISTED) + " more");
            }
        }
        err.flush();
        return catalogs;
    }

    /** A picture that is missing is told where it is read. */
    private static List<CatalogItem> inside(Catalog catalog, List<String> notices) throws IOException {
        CatalogFiles files = CatalogFiles.of(catalog);
        List<CatalogItem> inside = new ArrayList<>();
        for (CatalogItem item : catalog.items()) {
            try {
                if (Files.exists(item.image(), LinkOption.NOFOLLOW_LINKS)) {
                    files.requireInside(item.image());
                }
                inside.add(item);
            } catch (IOException e) {
                notices.add(item.id() + " is left out: " + item.image() + ": " + e.getMessage());
            }
        }
        return inside;
    }
}
