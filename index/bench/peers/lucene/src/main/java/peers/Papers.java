package peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;

/** Builds the index. The text is title and abstract; nothing is stored. */
final class Papers {
  static final String TEXT = "text";
  static final String NUMBER = "number";
  static final String YEAR = "year";
  static final String AUTHOR_COUNT = "author_count";
  static final String AUTHOR = "author";

  /**
   * What is taken off a year for its facet: LongValueFacetCounts counts values below 1,024 in an
   * array, and others in a slower table.
   */
  static final int FIRST_YEAR = 1500;

  /** The memory of the writer. With it, 400,000 papers make few segments. */
  private static final double WRITER_MEGABYTES = 512;

  private static final int BATCH = 1000;

  /** Words in lower case without stop words and 's, by the Porter stemmer. */
  static Analyzer analyzer() {
    return new EnglishAnalyzer();
  }

  static FacetsConfig facets() {
    var config = new FacetsConfig();
    config.setMultiValued(AUTHOR, true);
    return config;
  }

  /**
   * Builds an index of the papers of a file, one a line: number, year, number of authors, authors
   * parted by U+001F, title, abstract. A year or number of authors of 0 is unknown.
   */
  static void index(Path papers, Path folder, int threads) throws Exception {
    var config = new IndexWriterConfig(analyzer()).setRAMBufferSizeMB(WRITER_MEGABYTES);
    FacetsConfig facets = facets();
    try (var directory = FSDirectory.open(folder);
        var writer = new IndexWriter(directory, config);
        BufferedReader lines = Files.newBufferedReader(papers, StandardCharsets.UTF_8);
        var pool = Executors.newFixedThreadPool(threads)) {
      Callable<Void> add =
          () -> {
            for (List<String> batch; !(batch = take(lines)).isEmpty(); ) {
              for (String line : batch) {
                writer.addDocument(facets.build(document(line)));
              }
            }
            return null;
          };
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(pool.submit(add));
      }
      for (Future<Void> future : running) {
        future.get();
      }
      writer.commit();
    }
  }

  /** Returns the next lines, none at the end. */
  private static List<String> take(BufferedReader lines) throws IOException {
    synchronized (lines) {
      List<String> batch = new ArrayList<>(BATCH);
      for (String line; batch.size() < BATCH && (line = lines.readLine()) != null; ) {
        batch.add(line);
      }
      return batch;
    }
  }

  private static Document document(String line) throws IOException {
    String[] columns = line.split("\t", -1);
    if (columns.length != 6) {
      throw new IOException("a paper of " + columns.length + " columns");
    }
    var document = new Document();
    document.add(new StringField(NUMBER, columns[0], Field.Store.NO));
    int year = Integer.parseInt(columns[1]);
    if (year > 0) {
      document.add(new StringField(YEAR, columns[1], Field.Store.NO));
      document.add(new NumericDocValuesField(YEAR, year - FIRST_YEAR));
    }
    long authors = Long.parseLong(columns[2]);
    if (authors > 0) {
      document.add(new NumericDocValuesField(AUTHOR_COUNT, authors));
    }
    for (String author : columns[3].split("\u001f")) {
      if (!author.isEmpty()) {
        document.add(new SortedSetDocValuesFacetField(AUTHOR, author));
      }
    }
    document.add(new TextField(TEXT, columns[4], Field.Store.NO));
    document.add(new TextField(TEXT, columns[5], Field.Store.NO));
    return document;
  }

  private Papers() {}
}
