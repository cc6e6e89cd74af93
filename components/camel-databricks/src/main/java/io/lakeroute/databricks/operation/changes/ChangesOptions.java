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
  private Long startVersion;

  @UriParam(
      label = "consumer",
      description =
          "Whether a run delivers one net change for each row, instead of every change. The default"
              + " is true with keys; it needs them.")
  private Boolean net;

  @UriParam(
      label = "consumer",
      defaultValue = "false",
      description =
          "Whether updates carry the values before them as _before, a map. It needs keys.")
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

  public Long getStartVersion() {
    return startVersion;
  }

  public void setStartVersion(Long startVersion) {
    this.startVersion = startVersion;
  }

  public Boolean getNet() {
    return net;
  }

  public void setNet(Boolean net) {
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
