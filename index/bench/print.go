package bench

import (
	"cmp"
	"fmt"
	"io"
	"text/tabwriter"

	"paperboy/data/figures"
	"paperboy/index/eval"
)

// Print writes r as two tables: the costs of ingesting and storing papers, then a row of
// percentiles for each kind of query.
func (r *Report) Print(w io.Writer) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range r.rows() {
		fmt.Fprintf(tab, "%s\t%s\n", row[0], row[1])
	}
	if err := tab.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(w)
	tab = tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(tab, "p50\tp95\tp99\tfound\t")
	if r.Stock != nil {
		fmt.Fprint(tab, "stock p50\tp95\tp99\tfound\ttimes\t")
	}
	fmt.Fprintln(tab, "  (milliseconds)")
	for _, k := range r.Kinds {
		fmt.Fprintf(tab, "%s\t%s\t", percentiles(k.Milliseconds), figures.Thousands(int(k.Found)))
		if k.Stock != nil {
			fmt.Fprintf(tab, "%s\t%s\t%s\t", percentiles(k.Stock.Milliseconds), figures.Thousands(int(k.Stock.Found)), times(k.Faster))
		}
		fmt.Fprintf(tab, "  %s\n", k.Name)
	}
	return tab.Flush()
}

// rows returns the names and values of the first table.
func (r *Report) rows() [][2]string {
	s := r.Size
	each := func(n int64) string { return figures.Thousands(int(n)/max(s.Papers, 1)) + " bytes a paper" }
	index := fmt.Sprintf("%s, %.2f times the text", each(s.IndexBytes), float64(s.IndexBytes)/float64(cmp.Or(s.TextBytes, 1)))
	taken := fmt.Sprintf("%s papers a second, durable and visible (%.1f s)", figures.Thousands(int(r.Ingest.PapersPerSecond)), r.Ingest.Seconds)
	merging := fmt.Sprintf("%.1f s more until the last merge", r.Ingest.MergingSeconds)
	if r.Stock != nil {
		taken += fmt.Sprintf("; stock index alone %s", figures.Thousands(int(r.Stock.PapersPerSecond)))
		merging += fmt.Sprintf("; stock %.1f s", r.Stock.MergingSeconds)
		index += fmt.Sprintf("; stock %s", each(r.Stock.IndexBytes))
	}
	memory := fmt.Sprintf("%s of heap with the library open", figures.Bytes(s.HeapBytes))
	if s.PeakBytes > 0 {
		memory += fmt.Sprintf("; until then at most %s resident, mapped files included", figures.Bytes(s.PeakBytes))
	}
	rows := [][2]string{
		{"papers", fmt.Sprintf("%s of %s, %s of titles and abstracts", figures.Thousands(s.Papers), figures.Count(r.Ingest.Records, "record"), figures.Bytes(s.TextBytes))},
	}
	if c := r.Corpus; c != nil {
		rows = append(rows, [2]string{"corpus", c.describe(r.Ingest.Records)})
	}
	rows = append(rows, [][2]string{
		{"machine", fmt.Sprintf("%d cores, %s; %s queries of each kind by %s, seed %d", r.Cores, r.Go, figures.Thousands(r.QueriesPerKind), figures.Count(r.Callers, "caller"), r.Seed)},
		{"ingest", taken},
		{"merging", merging},
		{"store", each(s.StoreBytes)},
		{"index", index},
		{"index in memory", fmt.Sprintf("%s in %s", each(s.MemoryBytes), figures.Count(s.Segments, "segment"))},
		{"memory", memory},
		{"reopening", fmt.Sprintf("%.2f s to the first answer", r.ReopenSeconds)},
		{"title fragments", fmt.Sprintf("MRR %.3f of %s", r.Fragments.MRR, figures.Count(r.Fragments.Papers, "paper"))},
	}...)
	for _, a := range r.FacetsAdd {
		rows = append(rows, [2]string{"two facets add", fmt.Sprintf("%.2f ms to %s", a.Milliseconds, a.Kind)})
	}
	return rows
}

// describe says how the given number of records were made from the corpus.
func (c *Corpus) describe(records int) string {
	if c.Copies > 0 {
		return fmt.Sprintf("all %s, and %s made of them with other words, authors and dates", figures.Count(c.Records, "record"), figures.Thousands(c.Copies))
	}
	if records == c.Records {
		return "all " + figures.Count(records, "record")
	}
	return fmt.Sprintf("%s evenly spaced of %s", figures.Thousands(records), figures.Thousands(c.Records))
}

// times returns a ratio of speeds, with a decimal below 10, where it matters.
func times(faster float64) string {
	if faster < 10 {
		return fmt.Sprintf("%.1f", faster)
	}
	return fmt.Sprintf("%.0f", faster)
}

// percentiles returns three cells of the second table.
func percentiles(p eval.Percentiles) string {
	return fmt.Sprintf("%.2f\t%.2f\t%.2f", p.P50, p.P95, p.P99)
}
