package dev.twinset.trainer.command;

import dev.twinset.console.Terminal;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;

/**
 * Lines at the foot of a terminal that are drawn over and over in their place, without colours; nothing where there is
 * no terminal. One thread.
 */
final class LiveLines {
    private static final long MILLIS_BETWEEN = 250;
    private static final String UP_AND_CLEAR = "\033[1A\033[2K";

    private final PrintStream terminal;
    private final boolean live;
    private int shown;
    private long next;

    LiveLines(PrintStream terminal, boolean live) {
        this.terminal = terminal;
        this.live = live;
    }

    static LiveLines onTerminal() {
        return new LiveLines(System.err, Terminal.isInteractive());
    }

    /** @param lines computed only when they are drawn */
    void show(Supplier<List<String>> lines) {
        long now = System.nanoTime() / 1_000_000;
        if (!live || (shown > 0 && now < next)) {
            return;
        }
        List<String> drawn = lines.get();
        terminal.print("\r" + UP_AND_CLEAR.repeat(shown) + String.join("\n", drawn) + "\n");
        terminal.flush();
        shown = drawn.size();
        next = now + MILLIS_BETWEEN;
    }

    /** Erases them, so that lines that stay can be printed. */
    void erase() {
        if (shown > 0) {
            terminal.print("\r" + UP_AND_CLEAR.repeat(shown));
            terminal.flush();
            shown = 0;
        }
    }
}
