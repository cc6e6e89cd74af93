// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

/** The settings of what reads segments. For one bean. */
final class SegmentSettings {
  String models = "";
  String definitions = "";
  String journeys = "";
  String connection = "";
  String tenants = "";
  boolean adHoc;
  int maxPreview = 100;
  String runFlow = "segment";
  boolean writeBack;
  String materializeIn = "";
  String proposeFrom = "";

  /** Whether models are bound to their tables at the start. */
  boolean bound = true;
}
