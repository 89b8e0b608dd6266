package dev.twinset.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.vision.image.ImageFault;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RejectionReasonTest {
    @Test
    void everyFaultOfAnImageIsAReasonOfADeadLetter() {
        assertThat(Arrays.stream(RejectionReason.values()).map(Enum::name))
                .containsAll(Arrays.stream(ImageFault.values()).map(Enum::name).toList());
    }
}
