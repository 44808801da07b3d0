package main

import (
	"cmp"
	"fmt"
	"io"
	"text/tabwriter"

	"paperboy/index/bench"
	"paperboy/index/eval"
)

// printBench writes what was measured: what papers take, then a row for each
// kind of query.
func printBench(w io.Writer, r bench.Report) error {
	if err := printTable(w, benchRows(r)); err != nil {
		return err
	}
	fmt.Fprintln(w)
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(tab, "p50\tp95\tp99\tfound\t")
	if r.Stock != nil {
		fmt.Fprint(tab, "stock p50\tp95\tp99\tfound\ttimes\t")
	}
	fmt.Fprintln(tab, "  (milliseconds)")
	for _, k := range r.Kinds {
		fmt.Fprintf(tab, "%s\t%s\t", percentiles(k.Milliseconds), thousands(int(k.Found)))
		if k.Stock != nil {
			fmt.Fprintf(tab, "%s\t%s\t%s\t", percentiles(k.Stock.Milliseconds), thousands(int(k.Stock.Found)), times(k.Faster))
		}
		fmt.Fprintf(tab, "  %s\n", k.Name)
	}
	return tab.Flush()
}

func benchRows(r bench.Report) [][2]string {
	s := r.Size
	each := func(n int64) string { return thousands(int(n)/max(s.Papers, 1)) + " bytes a paper" }
	index := fmt.Sprintf("%s, %.2f times the text", each(s.IndexBytes), float64(s.IndexBytes)/float64(cmp.Or(s.TextBytes, 1)))
	taken := fmt.Sprintf("%s papers a second, durable and visible (%.1f s)", thousands(int(r.Ingest.PapersPerSecond)), r.Ingest.Seconds)
	merging := fmt.Sprintf("%.1f s more until the last merge", r.Ingest.MergingSeconds)
	if r.Stock != nil {
		taken += fmt.Sprintf("; stock index alone %s", thousands(int(r.Stock.PapersPerSecond)))
		merging += fmt.Sprintf("; stock %.1f s", r.Stock.MergingSeconds)
		index += fmt.Sprintf("; stock %s", each(r.Stock.IndexBytes))
	}
	memory := fmt.Sprintf("%s of heap with the library open", bytesText(s.HeapBytes))
	if s.PeakBytes > 0 {
		memory += fmt.Sprintf("; until then at most %s resident, mapped files included", bytesText(s.PeakBytes))
	}
	rows := [][2]string{
		{"papers", fmt.Sprintf("%s of %s, %s of titles and abstracts", thousands(s.Papers), count(r.Ingest.Records, "record"), bytesText(s.TextBytes))},
	}
	if c := r.Corpus; c != nil {
		rows = append(rows, [2]string{"corpus", corpusText(*c, r.Ingest.Records)})
	}
	rows = append(rows, [][2]string{
		{"machine", fmt.Sprintf("%d cores, %s; %s queries of each kind by %s, seed %d", r.Cores, r.Go, thousands(r.QueriesPerKind), count(r.Callers, "caller"), r.Seed)},
		{"ingest", taken},
		{"merging", merging},
		{"store", each(s.StoreBytes)},
		{"index", index},
		{"index in memory", fmt.Sprintf("%s in %s", each(s.MemoryBytes), count(s.Segments, "segment"))},
		{"memory", memory},
		{"reopening", fmt.Sprintf("%.2f s to the first answer", r.ReopenSeconds)},
		{"title fragments", fmt.Sprintf("MRR %.3f of %s", r.Fragments.MRR, count(r.Fragments.Papers, "paper"))},
	}...)
	for _, a := range r.FacetsAdd {
		rows = append(rows, [2]string{"two facets add", fmt.Sprintf("%.2f ms to %s", a.Milliseconds, a.Kind)})
	}
	return rows
}

// corpusText says of what so many records were made.
func corpusText(c bench.Corpus, records int) string {
	if c.Copies > 0 {
		return fmt.Sprintf("all %s, and %s made of them with other words, authors and dates", count(c.Records, "record"), thousands(c.Copies))
	}
	if records == c.Records {
		return "all " + count(records, "record")
	}
	return fmt.Sprintf("%s at even distances from %s", thousands(records), thousands(c.Records))
}

// times writes how many times faster one is, exactly enough where it may be the
// slower one.
func times(faster float64) string {
	if faster < 10 {
		return fmt.Sprintf("%.1f", faster)
	}
	return fmt.Sprintf("%.0f", faster)
}

func percentiles(p eval.Percentiles) string {
	return fmt.Sprintf("%.2f\t%.2f\t%.2f", p.P50, p.P95, p.P99)
}
