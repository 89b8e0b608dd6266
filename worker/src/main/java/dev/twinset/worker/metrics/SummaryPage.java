package dev.twinset.worker.metrics;

import dev.twinset.contract.rejection.RejectionReason;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The page of a {@link WorkerSummary}: plain text of fixed columns. */
final class SummaryPage {
    private static final List<Stage> BATCH_STAGES = List.of(Stage.EXTRACT, Stage.FENCE, Stage.SEARCH, Stage.COMMIT);

    private final MeterSnapshot all;
    private final MeterSnapshot recent;
    private final ToDoubleFunction<String> gauges;
    private final StringBuilder text = new StringBuilder();

    /** @param gauges the value of a gauge by its name, NaN if there is none */
    SummaryPage(MeterSnapshot all, MeterSnapshot recent, ToDoubleFunction<String> gauges) {
        this.all = all;
        this.recent = recent;
        this.gauges = gauges;
    }

    String write(String title) {
        line("%s", title);
        events();
        time();
        rejections();
        state();
        return text.toString();
    }

    private void events() {
        line("");
        line(
                "%-12s %24s %30s",
                "events", "last %.0f s".formatted(recent.seconds()), "since start, %.0f s".formatted(all.seconds()));
        for (String name : MeterSnapshot.COUNTERS.subList(0, 4)) {
            counts(name.substring("twinset.".length()), recent.count(name), all.count(name));
        }
        counts("rejected", recent.allRejected(), all.allRejected());
        line("%-12s %12s", "in flight", number(gauges.applyAsDouble("twinset.in.flight")));
    }

    private void counts(String word, double lately, double ever) {
        line(
                "%-12s %12s %9.1f/s %18s %9.1f/s",
                word, number(lately), rate(lately, recent.seconds()), number(ever), rate(ever, all.seconds()));
    }

    private static double rate(double count, double seconds) {
        return seconds > 0 ? count / seconds : 0;
    }

    private void time() {
        line("");
        line("where the time goes, last %.0f s (since start where nothing happened lately)", recent.seconds());
        line("%-12s %10s %8s %10s %10s %10s %10s", "stage", "busy", "share", "count", "mean", "p50", "p99");
        stage(Stage.EXTRACT, "");
        stage(Stage.DECODE, "  ");
        stage(Stage.FORWARD, "  ");
        List.of(Stage.FENCE, Stage.SEARCH, Stage.COMMIT, Stage.LATENCY).forEach(stage -> stage(stage, ""));
        line(
                "busy: threads at work on average; extract, fence with search, and commit have one each, decode and forward");
        line("those of extract.threads. share: of the time of all batches; of extract's threads for its two parts.");
        Stream.of(Stage.EXTRACT, Stage.SEARCH, Stage.COMMIT)
                .max(Comparator.comparingDouble(this::threadSeconds))
                .filter(busiest -> threadSeconds(busiest) > 0)
                .ifPresent(busiest ->
                        line("The busiest stage is %s: more throughput has to come from there.", busiest.word()));
    }

    private double threadSeconds(Stage stage) {
        return timer(stage).seconds()
                + (stage == Stage.SEARCH ? timer(Stage.FENCE).seconds() : 0);
    }

    private void stage(Stage stage, String indent) {
        TimerSnapshot timer = timer(stage);
        boolean latency = stage == Stage.LATENCY;
        line(
                "%-12s %10s %8s %10s %10s %10s %10s",
                indent + stage.word(),
                latency ? "" : decimal(rate(timer.seconds(), period().seconds())),
                latency ? "" : percent(timer.seconds() / whole(stage)),
                number(timer.count()),
                time(timer.mean()),
                time(timer.quantile(.5)),
                time(timer.quantile(.99)));
    }

    private double whole(Stage stage) {
        List<Stage> parts = BATCH_STAGES.contains(stage) ? BATCH_STAGES : List.of(Stage.DECODE, Stage.FORWARD);
        return parts.stream().mapToDouble(part -> timer(part).seconds()).sum();
    }

    private MeterSnapshot period() {
        return recent.stage(Stage.EXTRACT).count() > 0 ? recent : all;
    }

    private TimerSnapshot timer(Stage stage) {
        return period().stage(stage);
    }

    private void rejections() {
        if (all.allRejected() == 0) {
            return;
        }
        line("");
        line("%-24s %12s %18s", "rejections", "lately", "since start");
        all.rejected().entrySet().stream()
                .filter(reason -> reason.getValue() > 0)
                .sorted(Map.Entry.<RejectionReason, Double>comparingByValue().reversed())
                .forEach(reason -> line(
                        "%-24s %12s %18s",
                        reason.getKey(),
                        number(recent.rejected().getOrDefault(reason.getKey(), 0.0)),
                        number(reason.getValue())));
    }

    private void state() {
        line("");
        line("input lag    %12s records not yet polled", gauge("twinset.input.lag"));
        line(
                "index        %12s items, %s records behind, restored in %s",
                gauge("twinset.replica"),
                gauge("twinset.replica.lag"),
                time(gauges.applyAsDouble("twinset.replica.restore")));
        line("incomplete   %12s searches that gave up waiting", number(all.count("twinset.search.incomplete")));
        line(
                "memory       %12s MB resident, %s MB off the heap",
                megabytes("twinset.resident"), megabytes("twinset.offheap"));
        line("oneDNN       %12s", gauges.applyAsDouble("twinset.onednn.live") == 1 ? "live" : "NOT LIVE");
    }

    private String gauge(String name) {
        return number(gauges.applyAsDouble(name));
    }

    private String megabytes(String name) {
        return number(gauges.applyAsDouble(name) / (1 << 20));
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String decimal(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    /** @param seconds infinite if beyond what the histogram tells apart */
    private static String time(double seconds) {
        if (Double.isNaN(seconds)) {
            return "-";
        }
        if (Double.isInfinite(seconds)) {
            return "very long";
        }
        return seconds < 1
                ? String.format(Locale.ROOT, "%.1f ms", 1000 * seconds)
                : String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
