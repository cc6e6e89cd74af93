// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import com.databricks.sdk.service.catalog.CatalogInfo;
import com.databricks.sdk.service.catalog.TableInfo;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.name.SecurableName;
import io.lakeroute.databricks.profile.CatalogFence;
import io.lakeroute.databricks.statement.read.RunId;
import io.lakeroute.databricks.unity.UnityCatalog;
import io.lakeroute.databricks.unity.UnityCatalog.Page;
import io.lakeroute.databricks.unity.UnityCatalog.PageRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Message;

/** Lists catalogs, schemas, or tables and views, all of them or page by page. Thread-safe. */
public final class ListObjects implements CatalogQuestion {

  private static final int TABLE_PARTS = 3;
  private static final int LONGEST_TOKEN = 10_000;

  /** Adds to the entry of a table, with statements of a run or of none. */
  @FunctionalInterface
  public interface Details {
    Map<String, Object> of(Map<String, Object> entry, Optional<String> run);
  }

  private final UnityCatalog unity;
  private final CatalogFence fence;
  private final CatalogAction action;
  private final int pageSize;
  private final int maxRows;
  private final Details details;

  /**
   * @param fence what is left out of the list of catalogs
   * @param pageSize entries of one page, or 0 for all pages
   * @param maxRows entries of all pages at most, or 0 for all
   * @param details adds to the entry of a table
   */
  public ListObjects(
      UnityCatalog unity,
      CatalogFence fence,
      CatalogAction action,
      int pageSize,
      int maxRows,
      Details details) {
    this.unity = unity;
    this.fence = fence;
    this.action = action;
    this.pageSize = pageSize;
    this.maxRows = maxRows;
    this.details = details;
  }

  @Override
  public CatalogAnswer ask(SecurableName object, Message message) {
    Optional<String> token = pageSize > 0 ? token(message) : Optional.empty();
    Optional<String> run = RunId.of(message.getExchange());
    Listing<Map<String, Object>> listing =
        switch (action) {
          case CATALOGS -> list(this::catalogs, Entries::catalog, token);
          case SCHEMAS ->
              list(page -> unity.schemas(object, page), s -> Entries.schema(object, s), token);
          default -> object.depth() == TABLE_PARTS ? one(object, run) : tables(object, token, run);
        };
    message.removeHeader(DatabricksConstants.PAGE_TOKEN);
    message.removeHeader(DatabricksConstants.TRUNCATED);
    listing.next().ifPresent(next -> message.setHeader(DatabricksConstants.PAGE_TOKEN, next));
    if (pageSize == 0) {
      message.setHeader(DatabricksConstants.TRUNCATED, listing.truncated());
    }
    List<Map<String, Object>> entries = listing.entries();
    return new CatalogAnswer(entries, entries.size(), () -> CatalogText.objects(entries));
  }

  private Page<CatalogInfo> catalogs(PageRequest request) {
    Page<CatalogInfo> page = unity.catalogs(request);
    return new Page<>(
        page.entries().stream().filter(catalog -> fence.allows(catalog.getName())).toList(),
        page.next());
  }

  private Listing<Map<String, Object>> tables(
      SecurableName schema, Optional<String> token, Optional<String> run) {
    return list(
        page -> unity.tables(schema, page), t -> details.of(Entries.table(schema, t), run), token);
  }

  private Listing<Map<String, Object>> one(SecurableName name, Optional<String> run) {
    TableInfo table = unity.table("Cannot read what is known about", name);
    SecurableName schema = new SecurableName(name.parts().subList(0, 2));
    return new Listing<>(
        List.of(details.of(Entries.table(schema, table), run)), Optional.empty(), false);
  }

  private <T> Listing<Map<String, Object>> list(
      Function<PageRequest, Page<T>> pages,
      Function<T, Map<String, Object>> entry,
      Optional<String> token) {
    Listing<T> found =
        pageSize > 0 ? Listing.page(pages, token, pageSize) : Listing.all(pages, maxRows);
    return new Listing<>(
        found.entries().stream().map(entry).toList(), found.next(), found.truncated());
  }

  private static Optional<String> token(Message message) {
    Object value = message.getHeader(DatabricksConstants.PAGE_TOKEN);
    if (value == null || "".equals(value)) {
      return Optional.empty();
    }
    if (value instanceof String text && text.length() <= LONGEST_TOKEN) {
      return Optional.of(text);
    }
    throw new DatabricksException(
        Reason.INVALID,
        "The header "
            + DatabricksConstants.PAGE_TOKEN
            + " is none that an earlier page came with. Leave it out for the first page.");
  }
}
