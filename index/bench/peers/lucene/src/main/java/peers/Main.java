package peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Runs Lucene for `paperboy bench peers`, as package index/bench/peers describes:
 *
 * <pre>
 * Main index PAPERS FOLDER THREADS
 * Main answer FOLDER QUERIES
 * </pre>
 *
 * `index` builds an index of the papers. `answer` prints how many papers the first query finds, then
 * reads commands from standard input and answers each with one line of JSON.
 */
public final class Main {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  public static void main(String[] args) throws Exception {
    if (args.length == 4 && args[0].equals("index")) {
      Papers.index(Path.of(args[1]), Path.of(args[2]), Integer.parseInt(args[3]));
    } else if (args.length == 3 && args[0].equals("answer")) {
      answer(Path.of(args[1]), Path.of(args[2]));
    } else {
      System.err.println("usage: Main index PAPERS FOLDER THREADS | answer FOLDER QUERIES");
      System.exit(2);
    }
  }

  private static void answer(Path folder, Path queries) throws Exception {
    try (Answerer answerer = new Answerer(folder)) {
      PrintStream out = System.out;
      out.println("{\"found\":" + answerer.first(queries) + "}");
      var rows = answerer.read(queries);
      var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line; (line = in.readLine()) != null; ) {
        String[] words = line.split("\t");
        List<Prepared> row = rows.get(words[1]);
        switch (words[0]) {
          case "warm" -> out.println(warm(answerer, row, Double.parseDouble(words[2])));
          case "run" -> {
            int from = Math.min(Integer.parseInt(words[2]), row.size());
            int to = Math.min(Integer.parseInt(words[3]), row.size());
            out.println(run(answerer, row.subList(from, to), Integer.parseInt(words[4])));
          }
          default -> throw new IOException("unknown command " + line);
        }
      }
    }
  }

  /** Runs the queries of a row, again and again, for a number of seconds of processor time. */
  private static String warm(Answerer answerer, List<Prepared> row, double seconds) throws IOException {
    long end = THREADS.getCurrentThreadCpuTime() + (long) (seconds * 1e9);
    int queries = 0;
    while (THREADS.getCurrentThreadCpuTime() < end) {
      answerer.found(row.get(queries++ % row.size()));
    }
    return "{\"queries\":" + queries + "}";
  }

  /**
   * Runs queries with concurrent callers, and reports the processor time of each and the number of
   * papers found.
   */
  private static String run(Answerer answerer, List<Prepared> queries, int callers) throws Exception {
    long[] nanoseconds = new long[queries.size()];
    long[] found = new long[queries.size()];
    var next = new AtomicInteger();
    Callable<Void> call =
        () -> {
          for (int i; (i = next.getAndIncrement()) < nanoseconds.length; ) {
            long begin = THREADS.getCurrentThreadCpuTime();
            found[i] = answerer.found(queries.get(i));
            nanoseconds[i] = THREADS.getCurrentThreadCpuTime() - begin;
          }
          return null;
        };
    long begin = System.nanoTime();
    if (callers == 1) {
      call.call();
    } else {
      try (ExecutorService pool = Executors.newFixedThreadPool(callers)) {
        List<Future<Void>> running = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
          running.add(pool.submit(call));
        }
        for (Future<Void> future : running) {
          future.get();
        }
      }
    }
    long wall = System.nanoTime() - begin;
    return "{\"wall_ns\":" + wall + ",\"cpu_ns\":" + array(nanoseconds) + ",\"found\":" + array(found) + "}";
  }

  private static String array(long[] values) {
    return LongStream.of(values).mapToObj(Long::toString).collect(Collectors.joining(",", "[", "]"));
  }

  private Main() {}
}
