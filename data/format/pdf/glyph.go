package pdf

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// glyphs has the names of glyphs that are no letters with accents (Adobe Glyph List).
var glyphs = map[string]string{
	"space": " ", "exclam": "!", "quotedbl": `"`, "numbersign": "#", "dollar": "$", "percent": "%", "ampersand": "&", "quotesingle": "'",
	"parenleft": "(", "parenright": ")", "asterisk": "*", "plus": "+", "comma": ",", "hyphen": "-", "period": ".", "slash": "/",
	"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
	"colon": ":", "semicolon": ";", "less": "<", "equal": "=", "greater": ">", "question": "?", "at": "@",
	"bracketleft": "[", "backslash": `\`, "bracketright": "]", "asciicircum": "^", "underscore": "_", "grave": "`",
	"braceleft": "{", "bar": "|", "braceright": "}", "asciitilde": "~",
	"ff": "ff", "fi": "fi", "fl": "fl", "ffi": "ffi", "ffl": "ffl", "f_f": "ff", "f_i": "fi", "f_l": "fl", "f_f_i": "ffi", "f_f_l": "ffl",
	"quoteleft": "‘", "quoteright": "’", "quotedblleft": "“", "quotedblright": "”", "endash": "–", "emdash": "—", "minus": "−",
	"bullet": "•", "ellipsis": "…", "dagger": "†", "section": "§", "copyright": "©", "registered": "®", "degree": "°", "multiply": "×",
	"germandbls": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "oslash": "ø", "Oslash": "Ø", "lslash": "ł", "Lslash": "Ł",
	"dotlessi": "ı", "eth": "ð", "thorn": "þ", "nbspace": " ", "sfthyphen": "-", "hyphenminus": "-",
	"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "epsilon1": "ε", "lambda": "λ", "mu": "μ", "pi": "π", "sigma": "σ", "theta": "θ", "omega": "ω",
}

// accents are the ends of the names of letters with an accent, such as "eacute".
var accents = map[string]string{
	"acute": "\u0301", "grave": "\u0300", "dieresis": "\u0308", "circumflex": "\u0302", "tilde": "\u0303", "caron": "\u030C",
	"cedilla": "\u0327", "ring": "\u030A", "breve": "\u0306", "macron": "\u0304", "ogonek": "\u0328", "hungarumlaut": "\u030B", "dotaccent": "\u0307",
}

// glyphText returns the text of a glyph's name, or "".
func glyphText(glyph string) string {
	glyph, _, _ = strings.Cut(glyph, ".") // a variant, such as "a.sc"
	if text, ok := glyphs[glyph]; ok {
		return text
	}
	if len(glyph) == 1 && isLetter(glyph[0]) {
		return glyph
	}
	if len(glyph) > 1 && isLetter(glyph[0]) {
		if accent, ok := accents[glyph[1:]]; ok {
			return norm.NFC.String(glyph[:1] + accent)
		}
	}
	for _, prefix := range []string{"uni", "u"} {
		digits, ok := strings.CutPrefix(glyph, prefix)
		if ok && len(digits) >= 4 && len(digits) <= 6 {
			if code, err := strconv.ParseUint(digits, 16, 32); err == nil && code >= ' ' {
				return string(rune(code))
			}
		}
	}
	return ""
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// fromUTF16 decodes big-endian UTF-16.
func fromUTF16(s string) string {
	units := make([]uint16, 0, len(s)/2)
	for i := 0; i+1 < len(s); i += 2 {
		units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(units))
}

// textString decodes a string for people (ISO 32000-1, 7.9.2.2): UTF-16 or UTF-8 with its mark,
// or else PDFDocEncoding, which is about Windows-1252.
func textString(s string) string {
	switch {
	case strings.HasPrefix(s, "\xfe\xff"):
		return fromUTF16(s[2:])
	case strings.HasPrefix(s, "\xef\xbb\xbf"):
		return strings.ToValidUTF8(s[3:], "\uFFFD")
	}
	decoded, err := charmap.Windows1252.NewDecoder().String(s)
	if err != nil {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	return decoded
}
