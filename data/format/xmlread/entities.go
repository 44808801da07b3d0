package xmlread

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxReferenceBytes bounds the length of a reference. The longest name in HTML has 31 letters.
const maxReferenceBytes = 48

// reference returns what to write for the reference at the beginning of a text, and its size. The
// five entities of XML are unchanged, others become numbers, and an ampersand by itself is escaped.
// The result is "" if the entity is unknown, or if it is a character that XML does not allow.
func reference(text []byte) (written string, size int) {
	end := 1
	for end < min(len(text), maxReferenceBytes) && isNameByte(text[end]) {
		end++
	}
	if end == 1 || end == len(text) || text[end] != ';' {
		return "&amp;", 1
	}
	name, size := string(text[1:end]), end+1
	switch name {
	case "amp", "lt", "gt", "quot", "apos":
		return string(text[:size]), size
	}
	var numbers strings.Builder
	for _, r := range characters(name) {
		if r == utf8.RuneError || r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return "", size
		}
		numbers.WriteString("&#" + strconv.Itoa(int(r)) + ";")
	}
	return numbers.String(), size
}

func isNameByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '#' || c == '.' || c == '-' || c == '_'
}

// characters returns the characters of an entity, or "" if its name is unknown. HTML has nearly all
// names of the ISO sets; isoEntities has the others.
func characters(name string) string {
	if greek, ok := strings.CutPrefix(name, "b."); ok { // bold letters of formulas, ISOgrk4
		name = greek
	}
	if known, ok := isoEntities[name]; ok {
		return known
	}
	if number, ok := strings.CutPrefix(name, "#"); ok {
		base := 10
		if hex := strings.TrimLeft(number, "xX"); hex != number {
			number, base = hex, 16
		}
		n, err := strconv.ParseInt(number, base, 32)
		if err != nil || n > utf8.MaxRune {
			return ""
		}
		return string(rune(n))
	}
	whole := "&" + name + ";"
	// Of an unknown name, UnescapeString decodes the beginning if that is known: "&notit;".
	if text := html.UnescapeString(whole); text != whole && (!strings.HasSuffix(text, ";") || name == "semi") {
		return text
	}
	return ""
}

// isoEntities has the entities of the ISO sets (ISO 8879 and ISO 9573-13) that HTML does not have
// under their names.
var isoEntities = entityTable(`
	agr α Agr Α bgr β Bgr Β ggr γ Ggr Γ dgr δ Dgr Δ egr ε Egr Ε zgr ζ Zgr Ζ eegr η EEgr Η thgr θ THgr Θ igr ι Igr Ι kgr κ Kgr Κ
	lgr λ Lgr Λ mgr μ Mgr Μ ngr ν Ngr Ν xgr ξ Xgr Ξ ogr ο Ogr Ο pgr π Pgr Π rgr ρ Rgr Ρ sgr σ Sgr Σ sfgr ς tgr τ Tgr Τ ugr υ Ugr Υ
	phgr φ PHgr Φ khgr χ KHgr Χ psgr ψ PSgr Ψ ohgr ω OHgr Ω
	aacgr ά Aacgr Ά eacgr έ Eacgr Έ eeacgr ή EEacgr Ή iacgr ί Iacgr Ί idigr ϊ Idigr Ϊ idiagr ΐ oacgr ό Oacgr Ό uacgr ύ Uacgr Ύ
	udigr ϋ Udigr Ϋ udiagr ΰ ohacgr ώ OHacgr Ώ
	epsis ϵ phis ϕ thetas θ jnodot ȷ ang90 ∟ gcedil ģ samalg ∐ sbsol ﹨ vprime ′ cupre ≼ ldot ⋖ gsdot ⋗ lpargt ⦠
	darr2 ⇊ uarr2 ⇈ larr2 ⇇ rarr2 ⇉ lrarr2 ⇆ rlarr2 ⇄ lrhar2 ⇋ rlhar2 ⇌ dlarr ↙ drarr ↘
`)

func entityTable(pairs string) map[string]string {
	table := map[string]string{}
	words := strings.Fields(pairs)
	for i := 0; i+1 < len(words); i += 2 {
		table[words[i]] = words[i+1]
	}
	return table
}
