package peers;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.facet.FacetsCollectorManager;
import org.apache.lucene.facet.LongValueFacetCounts;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.mlt.MoreLikeThis;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.store.MMapDirectory;

/** Reads the queries and answers them from an opened index. */
final class Answerer implements AutoCloseable {
  /** The number of hits that each query asks for, and of values of the facet of authors. */
  private static final int HITS = 10;

  /** How many terms a fuzzy word may stand for: all there are, up to Lucene's limit of clauses. */
  private static final int FUZZY_TERMS = 1024;

  private static final int FUZZY_PREFIX = 0;

  private final Analyzer analyzer = Papers.analyzer();
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private SortedSetDocValuesReaderState authors;

  Answerer(Path folder) throws IOException {
    reader = DirectoryReader.open(new MMapDirectory(folder));
    searcher = new IndexSearcher(reader);
  }

  @Override
  public void close() throws IOException {
    reader.close();
    reader.directory().close();
  }

  /** Answers the first query of a file. */
  long first(Path queries) throws IOException {
    try (var lines = Files.newBufferedReader(queries, StandardCharsets.UTF_8)) {
      Prepared query = parse(lines.readLine().split("\t", -1));
      if (query.facets()) {
        prepareFacets();
      }
      return found(query);
    }
  }

  private void prepareFacets() throws IOException {
    authors = new DefaultSortedSetDocValuesReaderState(reader, Papers.facets());
  }

  /**
   * Reads the queries of a file, one a line: row, op, text, facets (0 or 1), year, n and the number of
   * the paper of a `similar`. It returns them by row.
   */
  Map<String, List<Prepared>> read(Path queries) throws IOException {
    prepareFacets();
    Map<String, List<Prepared>> rows = new LinkedHashMap<>();
    for (String line : Files.readAllLines(queries, StandardCharsets.UTF_8)) {
      String[] columns = line.split("\t", -1);
      rows.computeIfAbsent(columns[0], row -> new ArrayList<>()).add(parse(columns));
    }
    return rows;
  }

  private Prepared parse(String[] columns) throws IOException {
    if (columns.length != 7) {
      throw new IOException("a query of " + columns.length + " columns");
    }
    int n = Integer.parseInt(columns[5]);
    Query similar = columns[1].equals("similar") ? similar(columns[2], n, columns[6]) : null;
    return new Prepared(columns[1], columns[2], columns[3].equals("1"), Integer.parseInt(columns[4]), n, similar);
  }

  /**
   * Finds the best papers, counts all matches and, if asked for, three facets. It returns the number of
   * matches.
   */
  long found(Prepared prepared) throws IOException {
    Query query = prepared.similar() != null ? prepared.similar() : query(prepared);
    if (!prepared.facets()) {
      var exact = new TopScoreDocCollectorManager(HITS, null, Integer.MAX_VALUE);
      return searcher.search(query, exact).totalHits.value();
    }
    var result = FacetsCollectorManager.search(searcher, query, HITS, new FacetsCollectorManager());
    var matches = result.facetsCollector();
    new LongValueFacetCounts(Papers.YEAR, matches).getAllChildrenSortByValue();
    new LongValueFacetCounts(Papers.AUTHOR_COUNT, matches).getAllChildrenSortByValue();
    new SortedSetDocValuesFacetCounts(authors, matches).getTopChildren(HITS, Papers.AUTHOR);
    return result.topDocs().totalHits.value();
  }

  private Query query(Prepared q) throws IOException {
    return switch (q.op()) {
      case "any" -> words(q.text(), Occur.SHOULD);
      case "all" -> words(q.text(), Occur.MUST);
      case "everything" ->
          q.year() > 0
              ? new ConstantScoreQuery(new TermQuery(new Term(Papers.YEAR, Integer.toString(q.year()))))
              : MatchAllDocsQuery.INSTANCE;
      case "phrase" -> phrase(q.text());
      case "prefix" -> new PrefixQuery(new Term(Papers.TEXT, q.text()));
      case "fuzzy" -> {
        var all = new MultiTermQuery.TopTermsBlendedFreqScoringRewrite(FUZZY_TERMS);
        yield new FuzzyQuery(new Term(Papers.TEXT, q.text()), q.n(), FUZZY_PREFIX, FUZZY_TERMS, false, all);
      }
      default -> throw new IOException("unknown op " + q.op());
    };
  }

  private Query words(String text, Occur occur) throws IOException {
    var query = new BooleanQuery.Builder();
    each(text, (term, position) -> query.add(new TermQuery(term), occur));
    return query.build();
  }

  private Query phrase(String text) throws IOException {
    var query = new PhraseQuery.Builder();
    each(text, query::add);
    return query.build();
  }

  private interface TermAt {
    void accept(Term term, int position);
  }

  /** Calls a function for each term of a text and its position. */
  private void each(String text, TermAt function) throws IOException {
    try (TokenStream tokens = analyzer.tokenStream(Papers.TEXT, text)) {
      var word = tokens.addAttribute(CharTermAttribute.class);
      var step = tokens.addAttribute(PositionIncrementAttribute.class);
      tokens.reset();
      for (int position = -1; tokens.incrementToken(); ) {
        position += step.getPositionIncrement();
        function.accept(new Term(Papers.TEXT, word.toString()), position);
      }
      tokens.end();
    }
  }

  /**
   * Returns the query for papers like a text except one: its terms with the greatest tf * idf, weighted by
   * that.
   */
  private Query similar(String text, int maxTerms, String except) throws IOException {
    var like = new MoreLikeThis(reader);
    like.setAnalyzer(analyzer);
    like.setFieldNames(new String[] {Papers.TEXT});
    like.setMinTermFreq(1);
    like.setMinDocFreq(2);
    like.setMaxQueryTerms(maxTerms);
    like.setBoost(true);
    return new BooleanQuery.Builder()
        .add(like.like(Papers.TEXT, new StringReader(text)), Occur.MUST)
        .add(new TermQuery(new Term(Papers.NUMBER, except)), Occur.MUST_NOT)
        .build();
  }
}
