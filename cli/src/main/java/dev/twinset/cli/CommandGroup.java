package dev.twinset.cli;

import static java.util.Objects.requireNonNull;

import dev.twinset.benchmarks.command.BenchCommand;
import dev.twinset.broker.command.BrokerCommand;
import dev.twinset.cli.demo.DemoCommand;
import dev.twinset.cli.torture.TortureCommand;
import dev.twinset.engine.command.EngineCommand;
import dev.twinset.producer.command.AttributesCommand;
import dev.twinset.producer.command.DeleteCommand;
import dev.twinset.producer.command.GalleryCommand;
import dev.twinset.producer.command.PublishCommand;
import dev.twinset.producer.command.QueryCommand;
import dev.twinset.producer.command.RejectedCommand;
import dev.twinset.producer.command.TopicsCommand;
import dev.twinset.producer.command.WatchCommand;
import dev.twinset.samples.DrawCommand;
import dev.twinset.trainer.command.EmbedCommand;
import dev.twinset.trainer.command.EvaluateCommand;
import dev.twinset.trainer.command.ExploreCommand;
import dev.twinset.trainer.command.ExportCommand;
import dev.twinset.trainer.command.TrainCommand;
import dev.twinset.worker.app.WorkerCommand;
import dev.twinset.worker.audit.ReplayCommand;
import dev.twinset.worker.audit.WhyCommand;
import dev.twinset.worker.doctor.DoctorCommand;
import dev.twinset.worker.models.ModelCommand;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/**
 * Commands that the help lists together.
 *
 * @param commands classes annotated as picocli commands, in the order of the help
 */
record CommandGroup(String title, List<Class<?>> commands) {
    private static final int NAME_WIDTH = 12;

    CommandGroup {
        commands = List.copyOf(commands);
    }

    static List<CommandGroup> all() {
        return List.of(
                new CommandGroup("Try it", List.of(DemoCommand.class, DrawCommand.class)),
                new CommandGroup("Run it", List.of(BrokerCommand.class, EngineCommand.class, WorkerCommand.class)),
                new CommandGroup(
                        "Use it",
                        List.of(
                                GalleryCommand.class,
                                PublishCommand.class,
                                WatchCommand.class,
                                QueryCommand.class,
                                WhyCommand.class,
                                AttributesCommand.class,
                                DeleteCommand.class)),
                new CommandGroup(
                        "Operate it",
                        List.of(
                                DoctorCommand.class,
                                TopicsCommand.class,
                                ModelCommand.class,
                                RejectedCommand.class,
                                ReplayCommand.class)),
                new CommandGroup(
                        "Make a model",
                        List.of(
                                ExploreCommand.class,
                                TrainCommand.class,
                                EvaluateCommand.class,
                                EmbedCommand.class,
                                ExportCommand.class)),
                new CommandGroup("Measure it", List.of(BenchCommand.class, TortureCommand.class)));
    }

    /** The help's section: each group's title, each command's one line. */
    static String list(Help help) {
        StringBuilder text = new StringBuilder();
        for (CommandGroup group : all()) {
            text.append(System.lineSeparator()).append(group.title()).append(System.lineSeparator());
            text.append(group.table(help));
        }
        return text.toString();
    }

    private String table(Help help) {
        int width = help.commandSpec().usageMessage().width();
        TextTable table = TextTable.forColumns(
                help.colorScheme(),
                new Column(NAME_WIDTH, 2, Column.Overflow.SPAN),
                new Column(width - NAME_WIDTH, 2, Column.Overflow.WRAP));
        for (Class<?> command : commands) {
            // no command is made for the list
            Command annotation = requireNonNull(command.getAnnotation(Command.class));
            table.addRowValues(annotation.name(), annotation.description()[0]);
        }
        return table.toString();
    }
}
