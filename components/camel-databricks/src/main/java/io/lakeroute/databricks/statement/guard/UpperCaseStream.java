// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CodePointCharStream;
import org.antlr.v4.runtime.misc.Interval;

/**
 * Shows the lexer, which knows keywords in capitals only, small ASCII letters as capitals; the text
 * stays what it is. For one thread.
 *
 * <p>Other letters stay, too. Spark takes some of them for letters of keywords, so a name that
 * holds one outside of backticks is refused later.
 */
final class UpperCaseStream implements CharStream {

  private final CodePointCharStream text;

  UpperCaseStream(CodePointCharStream text) {
    this.text = text;
  }

  @Override
  public int LA(int ahead) {
    int c = text.LA(ahead);
    return c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c;
  }

  @Override
  public String getText(Interval interval) {
    return text.getText(interval);
  }

  @Override
  public void consume() {
    text.consume();
  }

  @Override
  public int mark() {
    return text.mark();
  }

  @Override
  public void release(int marker) {
    text.release(marker);
  }

  @Override
  public int index() {
    return text.index();
  }

  @Override
  public void seek(int index) {
    text.seek(index);
  }

  @Override
  public int size() {
    return text.size();
  }

  @Override
  public String getSourceName() {
    return "statement";
  }
}
