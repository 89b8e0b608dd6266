/**
 * Self-contained HTML pages for people who look at data and models: one file, no script, nothing fetched.
 *
 * <p>{@link dev.twinset.trainer.report.HtmlPage} is the way in; {@link dev.twinset.trainer.report.Charts} draws its
 * charts, {@link dev.twinset.trainer.report.ThumbnailMaker} its small pictures. Every text that a caller gives is plain
 * text: labels, ids and file names are escaped in one place, {@link dev.twinset.trainer.report.Markup}.
 */
@NullMarked
package dev.twinset.trainer.report;

import org.jspecify.annotations.NullMarked;
