package dev.twinset.trainer.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.console.Sha256;
import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.settings.TrainingOptions;
import dev.twinset.trainer.settings.TrainingProfile;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.ModelCard;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that determines a training's result: two with the same fingerprint give the same bytes.
 *
 * @param parts name to value, as a person would compare them
 */
public record TrainingFingerprint(Map<String, String> parts) {
    /** To be raised whenever the arithmetic of a training changes. */
    private static final String ARITHMETIC = "4";

    private static final int LONGEST_SHOWN = 24;

    public TrainingFingerprint {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /** What is known before any image is read. */
    public static TrainingFingerprint of(TrainingOptions options) {
        TrainingProfile profile = options.profile();
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("program", ARITHMETIC);
        parts.put("profile", profile.name());
        parts.put("architecture", profile.architecture().toString());
        parts.put("hyperparameters", profile.hyperparameters().toString());
        parts.put("epochs", String.valueOf(profile.epochs()));
        parts.put("patience", String.valueOf(profile.patience()));
        parts.put("seed", String.valueOf(options.seed()));
        parts.put("start", options.start().map(ModelBundle::modelId).orElse("none"));
        return new TrainingFingerprint(parts);
    }

    public TrainingFingerprint with(CatalogDataset data) {
        Map<String, String> all = new LinkedHashMap<>(parts);
        all.put("images", digestOfImages(data));
        all.put("labels", digestOfLabels(data));
        all.put("weights", data.weights().toString());
        all.put("teacher", data.teacher().digest());
        return new TrainingFingerprint(all);
    }

    private static String digestOfImages(CatalogDataset data) {
        MessageDigest sha256 = Sha256.start();
        for (int row = 0; row < data.size(); row++) {
            sha256.update(data.item(row).id().getBytes(UTF_8));
            sha256.update(
                    ByteBuffer.allocate(Long.BYTES).putLong(data.digest(row)).array());
            sha256.update(data.part(row).name().getBytes(UTF_8));
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static String digestOfLabels(CatalogDataset data) {
        MessageDigest sha256 = Sha256.start();
        for (ModelCard.Task task : data.tasks()) {
            sha256.update(task.toString().getBytes(UTF_8));
        }
        int tasks = data.tasks().size();
        ByteBuffer labels = ByteBuffer.allocate(tasks * Integer.BYTES);
        for (int row = 0; row < data.size(); row++) {
            labels.clear();
            for (int task = 0; task < tasks; task++) {
                labels.putInt(data.label(row, task));
            }
            sha256.update(labels.array());
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** What differs between this fingerprint, of a checkpoint, and the parts that another one has. */
    List<String> differences(TrainingFingerprint here) {
        List<String> differences = new ArrayList<>();
        here.parts.forEach((name, value) -> {
            String there = parts.getOrDefault(name, "(not given)");
            if (!there.equals(value)) {
                boolean shown = there.length() <= LONGEST_SHOWN && value.length() <= LONGEST_SHOWN;
                differences.add(shown ? "its " + name + " is " + there + ", not " + value : "its " + name + " differs");
            }
        });
        return differences;
    }
}
