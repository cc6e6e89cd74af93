// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.option;

import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** What a scheduled reader does with a run that broke off. */
@Configurer(extended = true)
@UriParams
public class ResumeOptions {

  @UriParam(
      label = "consumer",
      defaultValue = "true",
      description =
          "Whether a run resumes the one before it that broke off, behind the last batch that was"
              + " taken. With false it begins that run anew and delivers all its rows, as a sink"
              + " needs that publishes whole runs, such as write with writeMode=replace.")
  private boolean resume = true;

  public boolean isResume() {
    return resume;
  }

  public void setResume(boolean resume) {
    this.resume = resume;
  }
}
