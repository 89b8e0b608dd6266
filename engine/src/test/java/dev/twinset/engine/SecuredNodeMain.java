package dev.twinset.engine;

import java.nio.file.Path;
import java.util.List;
import org.opensearch.plugins.Plugin;

/** As {@link NodeMain}, with the security plugin. */
final class SecuredNodeMain {
    private SecuredNodeMain() {}

    public static void main(String[] arguments) throws Exception {
        Class<? extends Plugin> security = Class.forName("org.opensearch.security.OpenSearchSecurityPlugin")
                .asSubclass(Plugin.class);
        NodeMain.run(Path.of(arguments[0]), List.of(security));
    }
}
