package dev.twinset.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is promised about the end of a process, in a real one. */
class ProcessTest {
    @Test
    void aShutdownHookRunsAtTheEndUnlessItIsClosed() throws Exception {
        assertThat(output(fork("hooks"))).isEqualTo("kept");
    }

    @Test
    void aChildEndsWithThePipeOfItsParent() throws Exception {
        Process child = fork("child");
        assertThat(child.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();

        child.getOutputStream().close();

        assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(child.exitValue()).isEqualTo(7);
    }

    @Test
    void aChildIsToldToGoOn() throws Exception {
        Process child = fork("told");
        assertThat(child.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();

        child.getOutputStream().write('\n');
        child.getOutputStream().flush();

        assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(child.exitValue()).isEqualTo(5);
    }

    @Test
    void aChildIsNotToldByTheEndOfItsParent() throws Exception {
        Process child = fork("told");

        child.getOutputStream().close();

        assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(child.exitValue()).isEqualTo(7);
    }

    @Test
    void daemonThreadsDoNotKeepTheProcessAlive() throws Exception {
        Process child = fork("daemons");

        assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(output(child)).isEqualTo("pool started");
    }

    private static Process fork(String what) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path", File.separator), Child.class.getName(), what)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String output(Process child) throws IOException {
        return new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Runs in the child. */
    public static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws InterruptedException {
            switch (arguments[0]) {
                case "hooks" -> {
                    ShutdownHook.add("kept", () -> System.out.println("kept"));
                    ShutdownHook.add("closed", () -> System.out.println("closed"))
                            .close();
                }
                case "child" -> {
                    ParentWatch.start(System.in, () -> System.exit(7));
                    Thread.sleep(60_000);
                }
                case "told" -> {
                    ParentWatch.start(System.in, () -> System.exit(5), () -> System.exit(7));
                    Thread.sleep(60_000);
                }
                case "daemons" -> {
                    Thread pool = DaemonThreads.named("pool").newThread(Child::sleep);
                    pool.start();
                    DaemonThreads.start("started", Child::sleep);
                    System.out.println(pool.getName() + " started");
                }
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }

        private static void sleep() {
            try {
                Thread.sleep(120_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
