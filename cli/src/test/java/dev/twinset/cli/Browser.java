package dev.twinset.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real Chromium without a window, as this machine has it: nothing is downloaded. */
final class Browser implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Duration TIMEOUT = Duration.ofSeconds(45);

    /** What a browser for people does beside showing pages. */
    private static final List<String> QUIET = List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            // one renderer for all pages: each that starts costs a second or two of CPU
            "--renderer-process-limit=1",
            "--disable-features=BackForwardCache,site-per-process,SpareRendererForSitePerProcess",
            "--hide-scrollbars",
            "--lang=en-GB");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Chromium and its driver. */
    record Installation(Path chromium, Path driver) {
        /** By {@code TEST_CHROMIUM} and {@code TEST_CHROMEDRIVER}, else on the path; nothing if one is missing. */
        static Optional<Installation> find() {
            Optional<Path> chromium =
                    program("TEST_CHROMIUM", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
            Optional<Path> driver = program("TEST_CHROMEDRIVER", "chromedriver");
            return chromium.isEmpty() || driver.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Installation(chromium.get(), driver.get()));
        }

        private static Optional<Path> program(String variable, String... names) {
            Optional<Path> given = Optional.ofNullable(System.getenv(variable)).map(Path::of);
            Stream<Path> onThePath = Stream.of(names)
                    .flatMap(name -> Stream.of(
                                    System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                            .map(folder -> Path.of(folder, name)));
            return Stream.concat(given.stream(), onThePath)
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }

    static Browser open(Installation installation, Path profile) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(installation.chromium().toFile());
        options.addArguments(QUIET);
        options.addArguments("--user-data-dir=" + profile.toAbsolutePath());
        LoggingPreferences console = new LoggingPreferences();
        console.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", console);
        // with the driver's place given, Selenium looks for none
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(installation.driver().toFile())
                .usingAnyFreePort()
                .build();
        Browser browser = new Browser(new ChromeDriver(service, options));
        browser.desktop();
        return browser;
    }

    void open(String address) {
        driver.get(address);
    }

    void desktop() {
        size(1360, 900, 1, false);
    }

    void phone() {
        size(390, 844, 2, true);
    }

    private void size(int width, int height, int scale, boolean mobile) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", scale, "mobile", mobile));
    }

    /** Such as {@code prefers-color-scheme} and {@code dark}. */
    void prefer(String feature, String value) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", feature, "value", value))));
    }

    /** The value of a script, which ends with a {@code return}. */
    @Nullable
    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    String text(String expression) {
        return String.valueOf(run("return " + expression));
    }

    boolean is(String condition) {
        return Boolean.TRUE.equals(run("return Boolean(" + condition + ")"));
    }

    /** Until the condition holds; fails with what the page shows. */
    void await(String condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!is(condition)) {
            if (System.nanoTime() - start > TIMEOUT.toNanos()) {
                throw new AssertionError("not within " + TIMEOUT.toSeconds() + " s: " + condition + "\nthe page shows: "
                        + text("document.body.innerText"));
            }
            Thread.sleep(50);
        }
    }

    /** As a person types: to whatever has the focus. */
    void type(CharSequence keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    void click(String selector) {
        driver.findElement(By.cssSelector(selector)).click();
    }

    void back() {
        driver.navigate().back();
    }

    void screenshot(String name) throws IOException {
        Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    /**
     * What the page complained of since the last call: scripts that failed, what its policy forbade, what was not
     * found.
     */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
