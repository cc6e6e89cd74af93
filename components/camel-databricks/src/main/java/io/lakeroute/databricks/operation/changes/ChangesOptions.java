// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** What {@code changes} reads, each option declared once. */
@Configurer(extended = true)
@UriParams
public class ChangesOptions {

  @UriParam(
      label = "consumer",
      defaultValue = "SNAPSHOT",
      description =
          "What the first run delivers: the rows of the latest version (snapshot), nothing (none),"
              + " or the changes from startVersion on (version).")
  private Bootstrap bootstrap = Bootstrap.SNAPSHOT;

  @UriParam(
      label = "consumer",
      description = "First version whose changes are delivered, for bootstrap=version.")
  private String startVersion;

  @UriParam(
      label = "consumer",
      defaultValue = "AUTO",
      description =
          "Whether a run delivers one net change for each row (true, which needs keys), or every"
              + " change (false). With auto it is true where there are keys.")
  private Net net = Net.AUTO;

  @UriParam(
      label = "consumer",
      defaultValue = "false",
      description =
          "Whether updates carry the values before them as _before, a map. It needs keys. A run that"
              + " resumes an interrupted one then reads its range of versions from the beginning.")
  private boolean beforeImage;

  @UriParam(
      label = "consumer",
      defaultValue = "PROPAGATE",
      description =
          "Whether deletes are delivered (propagate), or left out and counted as ignored (ignore).")
  private Deletes deletes = Deletes.PROPAGATE;

  @UriParam(
      label = "consumer",
      defaultValue = "FAIL",
      description =
          "What becomes of changes that cannot be read any more, as after VACUUM: the run fails"
              + " (fail), or delivers what differs between the versions, and where the old one is"
              + " gone, all rows of the latest (bridge).")
  private OnGap onGap = OnGap.FAIL;

  public Bootstrap getBootstrap() {
    return bootstrap;
  }

  public void setBootstrap(Bootstrap bootstrap) {
    this.bootstrap = bootstrap;
  }

  public String getStartVersion() {
    return startVersion;
  }

  public void setStartVersion(String startVersion) {
    this.startVersion = startVersion;
  }

  public Net getNet() {
    return net;
  }

  public void setNet(Net net) {
    this.net = net;
  }

  public boolean isBeforeImage() {
    return beforeImage;
  }

  public void setBeforeImage(boolean beforeImage) {
    this.beforeImage = beforeImage;
  }

  public Deletes getDeletes() {
    return deletes;
  }

  public void setDeletes(Deletes deletes) {
    this.deletes = deletes;
  }

  public OnGap getOnGap() {
    return onGap;
  }

  public void setOnGap(OnGap onGap) {
    this.onGap = onGap;
  }
}
