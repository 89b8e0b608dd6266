/** What a data set holds, to be checked before training: {@link dev.twinset.trainer.explore.DatasetReport}. */
@NullMarked
package dev.twinset.trainer.explore;

import org.jspecify.annotations.NullMarked;
