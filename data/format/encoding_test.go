package format_test

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"paperboy/data/format"
	"paperboy/data/format/formats"
)

// TestEncodings checks that the encoding of a file is detected, and that the records have a
// warning if it was guessed.
func TestEncodings(t *testing.T) {
	const german, chinese, japaneseTitle, koreanTitle, russian = "Über die Größe der „Zellen“ – naïve Résumés", "基于深度学习的图像识别方法研究", "深層学習による画像認識の研究について", "심층 학습을 이용한 영상 인식 연구", "Исследование методов распознавания изображений"
	encoded := func(e encoding.Encoding, title string) []byte {
		t.Helper()
		text, err := e.NewEncoder().String("TY  - JOUR\nTI  - " + title + "\nAB  - " + strings.Repeat(title+". ", 5) + "\nER  - \n")
		if err != nil {
			t.Fatal(err)
		}
		return []byte(text)
	}
	for _, latin := range []string{
		"Café", "Ça été à Noël, près de l'Île: où êtes-vous?", "El niño comió piña en la montaña, señor", "São questões de educação: não há razões", "Smörgåsbord på åtta öar", "Ærø ligger på øen",
		"Þórður Ægisson á Íslandi", "¿Qué? ¡Olé!", "10 °C ± 5 µm × 2 – §4", "ÜBER DIE GRÖSSE", "naïve", "Gödel", "É", "«Être»",
	} {
		path := write(t, t.TempDir(), "papers.ris", encoded(charmap.Windows1252, latin))
		if titles, _, err := read(t, path, format.Options{}); err != nil || !slices.Equal(titles, []string{latin}) {
			t.Errorf("%q is read as %q, error %v", latin, titles, err)
		}
	}
	mixed := slices.Concat([]byte("TY  - JOUR\nTI  - Größe und Gr\xf6\xdfe\nER  - \n"))
	late := slices.Concat([]byte(strings.Repeat("TY  - JOUR\nTI  - Plain\nER  - \n", 20_000)), encoded(charmap.Windows1252, german))
	for name, test := range map[string]struct {
		content []byte
		title   string
		warned  bool
	}{
		"UTF-8":                    {[]byte("TY  - JOUR\nTI  - " + german + "\nER  - \n"), german, false},
		"Windows-1252":             {encoded(charmap.Windows1252, german), german, true},
		"both":                     {mixed, "Größe und Größe", true},
		"after a megabyte":         {late, german, true},
		"GB18030":                  {encoded(simplifiedchinese.GB18030, chinese), chinese, true},
		"Big5":                     {encoded(traditionalchinese.Big5, "基於深度學習的圖像識別方法研究"), "基於深度學習的圖像識別方法研究", true},
		"Shift JIS":                {encoded(japanese.ShiftJIS, japaneseTitle), japaneseTitle, true},
		"EUC-JP":                   {encoded(japanese.EUCJP, japaneseTitle), japaneseTitle, true},
		"EUC-KR":                   {encoded(korean.EUCKR, koreanTitle), koreanTitle, true},
		"Windows-1251":             {encoded(charmap.Windows1251, russian), russian, true},
		"UTF-16LE without a mark":  {encoded(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), german), german, true},
		"UTF-16BE without a mark":  {encoded(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), german), german, true},
		"UTF-16 with its mark":     {encoded(unicode.UTF16(unicode.BigEndian, unicode.UseBOM), german), german, false},
		"XML of Latin 1, declared": {[]byte("<?xml version='1.0' encoding='ISO-8859-1'?><article><front><article-meta><title-group><article-title>Gr\xf6\xdfe</article-title></title-group></article-meta></front></article>"), "Größe", false},
		"XML of Latin 1, silent":   {[]byte("<article><front><article-meta><title-group><article-title>Gr\xf6\xdfe</article-title></title-group></article-meta></front></article>"), "Größe", true},
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, t.TempDir(), "papers.ris", test.content)
			last := ""
			var warnings []string
			for r, err := range format.Open(t.Context(), path, format.Options{Formats: formats.All()}) {
				if err != nil {
					t.Fatal(err)
				}
				last, warnings = r.Paper.Title, r.Origin.Warnings
			}
			if diff := cmp.Diff(test.title, last); diff != "" {
				t.Errorf("title (-want +got):\n%s", diff)
			}
			if got := slices.Contains(warnings, format.WarnEncodingGuessed); got != test.warned {
				t.Errorf("warnings %v, want encoding_guessed: %v", warnings, test.warned)
			}
		})
	}
}

// TestReadsInParts checks that no rune is split, however few bytes are read at a time.
func TestReadsInParts(t *testing.T) {
	text := []byte("TY  - JOUR\nTI  - Größe 深層 😀 \xf6\xdf und \xe2\x82\nER  - \n")
	for name, r := range map[string]io.Reader{"bytes": iotest.OneByteReader(bytes.NewReader(text)), "halves": iotest.HalfReader(bytes.NewReader(text))} {
		var titles []string
		for record, err := range format.Open(t.Context(), format.Stdin, format.Options{Formats: formats.All(), Stdin: r}) {
			if err != nil {
				t.Fatal(err)
			}
			titles = append(titles, record.Paper.Title)
		}
		if diff := cmp.Diff([]string{"Größe 深層 😀 öß und â‚"}, titles); diff != "" {
			t.Errorf("in %s (-want +got):\n%s", name, diff)
		}
	}
}
