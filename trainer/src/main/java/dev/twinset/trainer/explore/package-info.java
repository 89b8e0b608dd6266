/** What a data set holds, before anybody trains on it: {@link dev.twinset.trainer.explore.DatasetReport}. */
@NullMarked
package dev.twinset.trainer.explore;

import org.jspecify.annotations.NullMarked;
