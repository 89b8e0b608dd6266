/**
 * Self-contained HTML pages for people who look at data and models: one file, no script, nothing fetched.
 *
 * <p>{@link dev.twinset.trainer.report.HtmlPage} renders templates, which are under {@code src/main/jte} in folders
 * named like the packages; {@link dev.twinset.trainer.report.Charts} draws charts,
 * {@link dev.twinset.trainer.report.PagePicture} holds small pictures.
 */
@NullMarked
package dev.twinset.trainer.report;

import org.jspecify.annotations.NullMarked;
