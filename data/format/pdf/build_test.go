package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
)

// builder writes PDFs. Objects are numbered from 1; the first is the catalogue.
type builder struct {
	bytes.Buffer
	offsets []int
	trailer string
}

func newBuilder() *builder {
	b := &builder{trailer: "/Root 1 0 R"}
	b.WriteString("%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
	return b
}

// add adds an object and returns its number.
func (b *builder) add(object string) int {
	b.offsets = append(b.offsets, b.Len())
	fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\n", len(b.offsets), object)
	return len(b.offsets)
}

// stream returns a packed stream with entries in its dictionary.
func packed(entries, content string) string {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	fmt.Fprint(w, content)
	w.Close()
	return fmt.Sprintf("<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", entries, z.Len(), z.String())
}

// file returns the PDF, with a table of its objects.
func (b *builder) file() []byte {
	at := b.Len()
	fmt.Fprintf(b, "xref\n0 %d\n0000000000 65535 f \n", len(b.offsets)+1)
	for _, offset := range b.offsets {
		fmt.Fprintf(b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(b, "trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n", len(b.offsets)+1, b.trailer, at)
	return b.Bytes()
}

// texFont is a font as pdfTeX writes it: codes have the names of glyphs, and there is no space.
const texFont = `<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+CMR10 /FirstChar 11 /Widths [500] /Encoding << /Differences [11 /ff /fi /fl 45 /hyphen 46 /period /slash 48 /zero /one /two /three /four /five /six /seven /eight /nine /colon 65 /A /B /C /D /E /F /G /H /I /J /K /L /M /N /O /P /Q /R /S /T /U /V /W /X /Y /Z 97 /a /b /c /d /e /f /g /h /i /j /k /l /m /n /o /p /q /r /s /t /u /v /w /x /y /z 228 /adieresis] >> >>`

// sheet is a PDF with one page of instructions. Font F1 is texFont, F2 a standard font.
func sheet(info, content string) []byte {
	b := newBuilder()
	b.add("<< /Type /Catalog /Pages 2 0 R >>")
	b.add("<< /Type /Pages /Kids [3 0 R] /Count 1 /Resources << /Font << /F1 5 0 R /F2 << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >> >> >> >>")
	b.add("<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>")
	b.add(packed("", content))
	b.add(texFont)
	if info != "" {
		b.add("<< " + info + " >>")
		b.trailer += " /Info 6 0 R"
	}
	return b.file()
}

// lines are instructions that write lines in F1, the first in larger letters. A "|" is a gap
// between words.
func lines(first string, rest ...string) string {
	var s strings.Builder
	show := func(line string) {
		fmt.Fprintf(&s, "[(%s)] TJ\n", strings.ReplaceAll(line, "|", ")-333("))
	}
	s.WriteString("BT\n/F1 17.2 Tf 100 700 Td\n")
	show(first)
	for _, line := range rest {
		s.WriteString("/F1 9.9 Tf 0 -12 Td\n")
		show(line)
	}
	s.WriteString("ET\n")
	return s.String()
}

// stamp are instructions that write arXiv's stamp, upright at the margin.
const stamp = "q\nBT\n/F2 20 Tf\n0 1 -1 0 32 212 Tm\n(arXiv:1706.03762v7  [cs.CL]  2 Aug 2023) Tj\nET\nQ\n"
