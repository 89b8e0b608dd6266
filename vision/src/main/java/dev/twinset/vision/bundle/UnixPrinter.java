package dev.twinset.vision.bundle;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;

/** Indents with two spaces and ends lines the same way on every system, so that equal bundles are equal bytes. */
final class UnixPrinter extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1L;

    UnixPrinter() {
        indentObjectsWith(new DefaultIndenter("  ", "\n"));
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
        return new UnixPrinter();
    }
}
