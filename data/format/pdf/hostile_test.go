package pdf

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"paperboy/data/format"
	"paperboy/data/format/formattest"
	"paperboy/data/panics"
)

// sheetWith is a PDF with the given pages and other objects, from number 2 on.
func sheetWith(objects ...string) []byte {
	b := newBuilder()
	b.add("<< /Type /Catalog /Pages 2 0 R >>")
	for _, o := range objects {
		b.add(o)
	}
	return b.file()
}

// TestHostile checks that a hostile file costs a bounded time and memory, and is rejected with a
// reason.
func TestHostile(t *testing.T) {
	whole := sheet("/Title (One of the Titles)", lines("One|of|the|Titles", strings.Repeat("words|", 500)))
	repeat := func(s string, n int) string { return strings.Repeat(s, n) }
	for name, test := range map[string]struct {
		file []byte
		want string // in the error; empty: no error
	}{
		"a table of 9,000,000,000 objects": {[]byte("%PDF-1.4\nxref\n9000000000 1\n0000000000 00000 n \ntrailer << /Size 9000000000 /Prev 9 >>\nstartxref\n9\n%%EOF"), "no list of pages"},
		"deep arrays":                      {sheetWith(repeat("[", 5<<20)), "nested too deeply"},
		"deep dictionaries":                {sheetWith(repeat("<</A", 1<<20)), "nested too deeply"},
		"a long array":                     {sheetWith("[" + repeat("1 ", 5<<20) + "]"), "too many objects"},
		"half a million objects":           {[]byte("%PDF-1.4\n" + repeat("1 0 obj\n", 100) + manyObjects(maxObjects+1)), "too many objects"},
		"pages in a circle":                {sheetWith("<< /Kids [2 0 R 2 0 R 2 0 R] >>"), "no list of pages"},
		"a reference to itself":            {sheetWith("2 0 R"), "no list of pages"},
		"a bomb":                           {sheetWith("<< /Kids [3 0 R] >>", "<< /Contents 4 0 R >>", packed("", repeat("\x00", 100<<20))), "unpack to more than"},
		"bombs in object streams":          {sheetWith("<< >>", packed("/Type /ObjStm /First 10 /N 1", repeat(" ", 50<<20)), packed("/Type /ObjStm /First 10 /N 1", repeat(" ", 50<<20))), "unpack to more than"},
		"a form that draws itself": {sheetWith("<< /Kids [3 0 R] >>", "<< /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>", packed("", repeat("/X Do ", 1000)),
			packed("/Subtype /Form", repeat("/X Do ", 1000))), ""},
		"a long string that is looked at again and again": {sheetWith("<< /Kids [3 0 R] >>", "<< /Contents 4 0 R /Resources << /XObject 5 0 R >> >>", packed("", repeat("/X Do ", 1<<20)), "("+repeat("x", 8<<20)+")"), "too many objects"},
		"forms in forms": {sheetWith("<< /Kids [3 0 R] >>", "<< /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>", packed("", repeat("/X Do ", 1000)), packed("/Subtype /Form", repeat("q Q 1 ", 1<<20))), "unpack to more"},
		"a font with a range of everything": {sheetWith("<< /Kids [3 0 R] >>", "<< /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>", packed("", "BT /F 9 Tf (x) Tj ET"),
			"<< /Subtype /Type0 /ToUnicode 6 0 R /DescendantFonts [<< /W [0 999999999 1] >>] >>", packed("", repeat("<0000> <FFFF> <0041> endbfrange ", 10_000))), ""},
		"a page of 8 million letters": {sheetWith("<< /Kids [3 0 R] >>", "<< /Contents 4 0 R /Resources << /Font << /F << >> >> >> >>", packed("", "BT /F 9 Tf "+repeat("(abc) Tj ", 1<<20))), ""},
		"a stream without an end":     {[]byte("%PDF-1.4\n1 0 obj << /Length 99 >> stream\n" + repeat("x", 1<<20)), "no list of pages"},
		"many streams without an end": {[]byte("%PDF-1.4\n" + repeat("1 0 obj <<>> stream ", 200_000)), "no list of pages"},
		"many trailers":               {[]byte("%PDF-1.4\n" + repeat("trailer<<", 500_000)), "no list of pages"},
		"half a file":                 {whole[:len(whole)/2], "cut off or damaged"},
		"an encrypted file":           {[]byte(strings.Replace(string(whole), "/Size", "/Encrypt << /Filter /Standard >> /Size", 1)), "encrypted"},
		"nothing":                     {[]byte("%PDF-1.7\n"), "cut off or damaged"},
		"more than MaxBytes":          {append([]byte("%PDF-1.7\n"), make([]byte, MaxBytes)...), "more than 50 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			runtime.GC()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			_, err := Open(test.file)
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("error %v, want %q", err, test.want)
			}
			if took > 20*time.Second {
				t.Errorf("it took %s", took)
			}
			if grew := (after.HeapSys - before.HeapSys) >> 20; after.HeapSys > before.HeapSys && grew > 700 {
				t.Errorf("the heap grew by %d MiB", grew)
			}
			t.Logf("%s, %d MiB allocated in all, heap %d MiB", took.Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>20, after.HeapSys>>20)
		})
	}
}

func manyObjects(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%d 0 obj 1 endobj\n", i+1)
	}
	return b.String()
}

// TestPanic checks that a panic of the reader becomes a rejection.
func TestPanic(t *testing.T) {
	defer panics.Inject(func(point string) {
		if point == "pdf.open" {
			panic("a defect")
		}
	})()
	_, rejects := formattest.Read(t, Read, format.Input{Reader: bytes.NewReader(sheet("", stamp))})
	if len(rejects) != 1 || !strings.Contains(rejects[0], "unreadable_pdf: the PDF cannot be read: it is damaged") {
		t.Errorf("rejects %q", rejects)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(string(sheet("/Title (One of the Titles)", stamp+lines("One|of|the|Titles", "10.1000/xyz.5"))))
	f.Add(string(sheetWith("<< /Kids [3 0 R] >>", "<< /Contents [4 0 R 4 0 R] /Resources << /Font << /F 5 0 R >> >> >>", "<< >>\nstream\nBT /F 9 Tf <01> Tj [(a) -300 (b)] TJ ET\nendstream",
		"<< /Subtype /Type0 /ToUnicode 6 0 R >>", "<< /Length 40 >> stream\n<00> <FF> <0041> endbfrange\nendstream")))
	f.Add("%PDF-1.5\n1 0 obj << /Type /ObjStm /First 4 >> stream\n2 0 << /Type /Catalog /Pages 3 0 R >>\nendstream\ntrailer << /Root 2 0 R >>")
	formattest.Fuzz(f, Format())
}

// BenchmarkOpen reads a paper of three pages' text.
func BenchmarkOpen(b *testing.B) {
	file := sheet("/Title (One of the Titles)", stamp+lines("One|of|the|Titles", strings.Repeat("some|words|of|a|page|", 600)))
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if _, err := Open(file); err != nil {
			b.Fatal(err)
		}
	}
}
