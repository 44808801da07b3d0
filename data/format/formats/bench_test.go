package formats_test

import (
	"bytes"
	"io"
	"syscall"
	"testing"
	"time"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/format/formattest"
)

// benchmarkPapers returns papers with what a reference needs, of about 860 bytes of JSON each.
func benchmarkPapers() []data.Paper { return formattest.Papers(3, 2_000) }

// cpuTime returns the time that this process has had a processor, which other work on the machine
// changes less than the time on the clock.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// measure runs one pass over n papers and size bytes until the benchmark is long enough, and reports
// papers for each second of a processor.
func measure(b *testing.B, n, size int, pass func()) {
	b.Helper()
	b.ReportAllocs()
	b.SetBytes(int64(size))
	before, papers := cpuTime(b), 0
	for b.Loop() {
		pass()
		papers += n
	}
	b.ReportMetric(float64(papers)/(cpuTime(b)-before).Seconds(), "papers/cpu-s")
}

func writeAll(b *testing.B, f format.Format, papers []data.Paper, to io.Writer) {
	b.Helper()
	w := f.Write.New(to, format.WriteOptions{})
	for _, p := range papers {
		if err := w.Write(p, ""); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkWrite writes papers in each format.
func BenchmarkWrite(b *testing.B) {
	papers := benchmarkPapers()
	for _, f := range formats.Writers() {
		b.Run(f.Name, func(b *testing.B) {
			var file bytes.Buffer
			writeAll(b, f, papers, &file)
			measure(b, len(papers), file.Len(), func() { writeAll(b, f, papers, io.Discard) })
		})
	}
}

// BenchmarkRead reads what BenchmarkWrite writes, and validates it.
func BenchmarkRead(b *testing.B) {
	papers := benchmarkPapers()
	for _, f := range formats.Writers() {
		b.Run(f.Name, func(b *testing.B) {
			var file bytes.Buffer
			writeAll(b, f, papers, &file)
			measure(b, len(papers), file.Len(), func() {
				n := 0
				for r, err := range f.Read(b.Context(), format.Input{Reader: bytes.NewReader(file.Bytes()), Location: "papers"}) {
					if err == nil {
						err = data.Validate(&r)
					}
					if err != nil {
						b.Fatal(err)
					}
					n++
				}
				if n != len(papers) {
					b.Fatalf("%d papers read, want %d", n, len(papers))
				}
			})
		})
	}
}
