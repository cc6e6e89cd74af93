// SPDX-License-Identifier: Apache-2.0
import org.apache.camel.dsl.jbang.core.commands.CamelJBangMain;

/** What the command {@code camel} runs: the artifact has no main method of its own. */
public class CamelCli {
  public static void main(String... arguments) {
    CamelJBangMain.run(arguments);
  }
}
