package dev.twinset.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.twinset.vision.image.FileKind;
import dev.twinset.vision.image.ImageLimits;
import dev.twinset.vision.image.InvalidImageException;
import dev.twinset.vision.image.Thumbnail;
import dev.twinset.vision.layout.TSne;
import dev.twinset.worker.search.Cosine;
import java.util.stream.Stream;

/** Which module may import which, and which library stays in which module. */
@AnalyzeClasses(packages = "dev.twinset", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule consoleImportsNothingOfOurs = importsOf("console");

    @ArchTest
    static final ArchRule contractImportsNothingOfOurs = importsOf("contract");

    @ArchTest
    static final ArchRule catalogImportsNothingOfOurs = importsOf("catalog");

    @ArchTest
    static final ArchRule samplesImportsNothingOfOurs = importsOf("samples");

    @ArchTest
    static final ArchRule visionImportsNothingOfOurs = importsOf("vision");

    @ArchTest
    static final ArchRule theBrokerUsesTheConsoleOnly = importsOf("broker", "console");

    @ArchTest
    static final ArchRule theEngineUsesTheConsoleOnly = importsOf("engine", "console");

    @ArchTest
    static final ArchRule kafkaUsesTheContractOnly = importsOf("kafka", "contract");

    @ArchTest
    static final ArchRule theWorkerUsesTheSharedModulesOnly =
            importsOf("worker", "console", "contract", "vision", "kafka");

    @ArchTest
    static final ArchRule theProducerKnowsNoWorker =
            importsOf("producer", "console", "contract", "catalog", "kafka", "vision");

    @ArchTest
    static final ArchRule theTrainerKnowsNoWorker = importsOf("trainer", "console", "catalog", "vision");

    /** Of ours, a module imports itself and these modules alone: a new module is forbidden until it is named here. */
    private static ArchRule importsOf(String module, String... others) {
        String own = "dev.twinset." + module + "..";
        String[] allowed = Stream.concat(Stream.of(own), Stream.of(others).map(other -> "dev.twinset." + other + ".."))
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat(resideInAPackage("dev.twinset..").and(not(resideInAnyPackage(allowed))));
    }

    /**
     * Thumbnails and maps are for people, and a file is named after its first bytes; nothing that is published or asked
     * is decoded on this side.
     */
    @ArchTest
    static final ArchRule theProducerOnlyShrinksPicturesForTheGallery = noClasses()
            .that()
            .resideInAPackage("dev.twinset.producer..")
            .and()
            .doNotHaveFullyQualifiedName("dev.twinset.producer.gallery.ItemPictures")
            .and()
            .doNotHaveFullyQualifiedName("dev.twinset.producer.gallery.LookMap")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.twinset.vision..").and(not(belongToAnyOf(FileKind.class))));

    @ArchTest
    static final ArchRule theGalleryKnowsOfVisionOnlyThumbnailsAndMaps = noClasses()
            .that()
            .resideInAPackage("dev.twinset.producer.gallery..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.twinset.vision..")
                    .and(not(belongToAnyOf(
                            Thumbnail.class, ImageLimits.class, InvalidImageException.class, TSne.class))));

    @ArchTest
    static final ArchRule theWebServerStaysInTheGallery = noClasses()
            .that()
            .resideInAPackage("dev.twinset.producer..")
            .and()
            .resideOutsideOfPackage("dev.twinset.producer.gallery..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.net.httpserver..");

    @ArchTest
    static final ArchRule nobodyImportsTheCli = noClasses()
            .that()
            .resideOutsideOfPackage("dev.twinset.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.twinset.cli..");

    @ArchTest
    static final ArchRule theLedgerOfTheTortureSharesNoCodeWithTheWorker = noClasses()
            .that()
            .resideInAPackage("dev.twinset.cli.torture.ledger..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("dev.twinset.worker..", "dev.twinset.vision..", "dev.twinset.producer..")
                            .and(not(resideInAPackage("dev.twinset.worker.audit"))));

    /** What repeats an answer shares the score of two vectors with the worker's search, and nothing else. */
    @ArchTest
    static final ArchRule anAnswerIsRepeatedWithoutTheSearch = noClasses()
            .that()
            .haveFullyQualifiedName("dev.twinset.worker.audit.SearchAgain")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.twinset.worker..")
                    .and(not(resideInAPackage("dev.twinset.worker.audit")))
                    .and(not(belongToAnyOf(Cosine.class))));

    @ArchTest
    static final ArchRule kafkaStaysAtTheDoors = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.twinset.contract..",
                    "dev.twinset.catalog..",
                    "dev.twinset.samples..",
                    "dev.twinset.vision..",
                    "dev.twinset.trainer..",
                    "dev.twinset.worker.health..",
                    "dev.twinset.worker.pipeline..",
                    "dev.twinset.worker.reference..",
                    "dev.twinset.worker.features..",
                    "dev.twinset.worker.store..",
                    "dev.twinset.worker.search..",
                    "dev.twinset.worker.attributes..",
                    "dev.twinset.worker.metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule nativeLibrariesStayInVisionTrainerAndSearch = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.twinset.vision..",
                    "dev.twinset.trainer..",
                    "dev.twinset.worker.search..",
                    "dev.twinset.benchmarks..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bytedeco..", "org.nd4j..", "org.deeplearning4j..");

    @ArchTest
    static final ArchRule theClientOfS3StaysInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("dev.twinset.worker.reference..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..");

    @ArchTest
    static final ArchRule chartsAreDrawnInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("dev.twinset.trainer.report..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.knowm.xchart..");

    @ArchTest
    static final ArchRule storeAndSearchDoNotKnowEachOther =
            slices().matching("dev.twinset.worker.(store|search)..").should().notDependOnEachOther();

    /** Each package, those below another one included. */
    @ArchTest
    static final ArchRule noPackagesNeedEachOther =
            slices().matching("dev.twinset.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule micrometerStaysInMetricsAndTheCompositionRoot = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.twinset.worker.metrics..", "dev.twinset.worker.app..", "dev.twinset.benchmarks..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..");

    @ArchTest
    static final ArchRule pipelineAndBelowReadNoClock = noClasses()
            .that()
            .resideInAnyPackage("dev.twinset.contract..", "dev.twinset.vision..", "dev.twinset.worker.pipeline..")
            .should()
            .callMethod(System.class, "currentTimeMillis");
}
