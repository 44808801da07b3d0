package pdf

import (
	"golang.org/x/text/encoding/charmap"
)

// A font turns the bytes of a string into text, and says how wide it is.
type font struct {
	// codeBytes is the length of a code: 1, or 2 in a composite font.
	codeBytes int
	// unicode has the texts of codes that the font names itself; others come from base.
	unicode map[int]string
	base    *charmap.Charmap
	// widths has the widths of codes in thousandths of the font's size, usual that of others.
	widths map[int]float64
	usual  float64
}

const (
	// maxCodes is the maximum number of codes with a text or width in a font.
	maxCodes = 1 << 16
	// usualWidth is about the mean width of a letter, for fonts that state none.
	usualWidth = 500
)

// newFont reads the dictionary of a font (ISO 32000-1, 9.6 to 9.10).
func (f *file) newFont(d dict) *font {
	font := &font{codeBytes: 1, unicode: map[int]string{}, base: charmap.Windows1252, widths: map[int]float64{}, usual: usualWidth}
	if d["Subtype"] == name("Type0") {
		font.codeBytes, font.base = 2, nil
		if descendants, ok := f.get(d["DescendantFonts"]).(array); ok && len(descendants) > 0 {
			f.readCIDWidths(font, f.dict(descendants[0]))
		}
	} else {
		f.readWidths(font, d)
		f.readEncoding(font, d["Encoding"])
	}
	if s, ok := f.get(d["ToUnicode"]).(stream); ok {
		if content, err := f.decode(s); err == nil {
			f.readCMap(font, content)
		}
	}
	return font
}

func (f *file) readWidths(font *font, d dict) {
	first := int(f.number(d["FirstChar"], 0))
	widths, _ := f.get(d["Widths"]).(array)
	for i, width := range widths[:min(len(widths), 256)] {
		font.widths[first+i] = f.number(width, 0)
	}
}

// readCIDWidths reads the widths of a composite font: "first [w1 w2 ...]" or "first last w".
func (f *file) readCIDWidths(font *font, d dict) {
	font.usual = f.number(d["DW"], 1000)
	w, _ := f.get(d["W"]).(array)
	for i := 0; i+1 < len(w); {
		first := int(f.number(w[i], 0))
		switch next := f.get(w[i+1]).(type) {
		case array:
			for k, width := range next {
				if len(font.widths) < maxCodes {
					font.widths[first+k] = f.number(width, 0)
				}
			}
			i += 2
		case float64:
			if i+2 >= len(w) {
				return
			}
			width := f.number(w[i+2], 0)
			for code := first; code <= int(next) && len(font.widths) < maxCodes; code++ {
				font.widths[code] = width
			}
			i += 3
		default:
			return
		}
	}
}

// readEncoding reads the encoding of a simple font: a name, or a dictionary with differences.
func (f *file) readEncoding(font *font, encoding any) {
	encoding = f.get(encoding)
	d, _ := encoding.(dict)
	if d != nil {
		encoding = f.get(d["BaseEncoding"])
	}
	if encoding == name("MacRomanEncoding") {
		font.base = charmap.Macintosh
	}
	code := 0
	differences, _ := f.get(d["Differences"]).(array)
	for _, item := range differences {
		switch item := f.get(item).(type) {
		case float64:
			code = int(item)
		case name:
			if text := glyphText(string(item)); text != "" && len(font.unicode) < maxCodes {
				font.unicode[code] = text
			}
			code++
		}
	}
}

// readCMap reads the map from codes to texts of a font (ISO 32000-1, 9.10.3): bfchar has pairs of
// a code and its text, bfrange the first and last code with the text of the first, or of each.
func (f *file) readCMap(font *font, content []byte) {
	l := lexer{data: content, values: &f.values}
	var operands []any
	for o := l.object(0); o != nil; o = l.object(0) {
		switch o {
		case keyword("endcodespacerange"):
			if last, ok := lastText(operands); ok && (len(last) == 1 || len(last) == 2) {
				font.codeBytes = len(last)
			}
		case keyword("endbfchar"):
			for i := 0; i+1 < len(operands); i += 2 {
				font.setRange(operands[i], operands[i], operands[i+1])
			}
		case keyword("endbfrange"):
			for i := 0; i+2 < len(operands); i += 3 {
				font.setRange(operands[i], operands[i+1], operands[i+2])
			}
		}
		if _, ok := o.(keyword); ok {
			operands = operands[:0]
		} else {
			operands = append(operands, o)
		}
	}
}

func lastText(operands []any) (string, bool) {
	if len(operands) == 0 {
		return "", false
	}
	last, ok := operands[len(operands)-1].(string)
	return last, ok
}

func (font *font) setRange(first, last, text any) {
	from, ok1 := first.(string)
	to, ok2 := last.(string)
	if !ok1 || !ok2 || len(from) > 2 || len(to) > 2 {
		return
	}
	low, high := codeOf(from), codeOf(to)
	switch text := text.(type) {
	case string:
		runes := []rune(fromUTF16(text))
		if len(runes) == 0 {
			return
		}
		for code := low; code <= high && len(font.unicode) < maxCodes; code++ {
			font.unicode[code] = string(runes)
			runes[len(runes)-1]++
		}
	case array:
		for i, one := range text {
			if one, ok := one.(string); ok && low+i <= high && len(font.unicode) < maxCodes {
				font.unicode[low+i] = fromUTF16(one)
			}
		}
	}
}

func codeOf(s string) int {
	code := 0
	for i := range len(s) {
		code = code<<8 | int(s[i])
	}
	return code
}

// decode returns the text of a string, its width in thousandths of the font's size, and the number
// of its codes. Codes without a known text are left out.
func (font *font) decode(s string) (text string, width float64, codes int) {
	var b []byte
	for i := 0; i+font.codeBytes <= len(s); i += font.codeBytes {
		code := codeOf(s[i : i+font.codeBytes])
		codes++
		if w, ok := font.widths[code]; ok {
			width += w
		} else {
			width += font.usual
		}
		switch known, ok := font.unicode[code]; {
		case ok:
			b = append(b, known...)
		case font.base != nil && code < ' ':
			b = append(b, texLigatures[code]...)
		case font.base != nil:
			b = append(b, string(font.base.DecodeByte(byte(code)))...)
		}
	}
	return string(b), width, codes
}

// texLigatures are the ligatures of TeX's own fonts, whose encoding is often not stated.
var texLigatures = map[int]string{11: "ff", 12: "fi", 13: "fl", 14: "ffi", 15: "ffl"}
