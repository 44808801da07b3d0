package latex

import (
	"strings"
	"unicode/utf8"
)

// blackboard has the double-struck letters that are common in titles, such as those of sets of
// numbers.
var blackboard = map[string]string{"C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ", "1": "𝟙"}

var (
	superscripts = strings.NewReplacer(pairs("0123456789+-−=()niabcdefghjklmoprstuvwxyzɦɹɻʁ", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻʱʴʵʶ")...)
	subscripts   = strings.NewReplacer(pairs("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")...)
)

func pairs(from, to string) []string {
	letters, scripts := []rune(from), []rune(to)
	both := make([]string, 0, 2*len(letters))
	for i, l := range letters {
		both = append(both, string(l), string(scripts[i]))
	}
	return both
}

// scripted returns a text in superscript or subscript characters, if all of it has them.
func scripted(script, s string) (string, bool) {
	switch s {
	case "∘":
		return "°", script == "^" // how people write degrees
	case "°", "′":
		return s, script == "^"
	}
	replacer := superscripts
	if script == "_" {
		replacer = subscripts
	}
	turned := replacer.Replace(s)
	for i, r := range []rune(turned) {
		if r == []rune(s)[i] {
			return s, false
		}
	}
	return turned, true
}

// math converts a formula between dollars. A dollar without a second one is kept.
func (r *reader) math() {
	open := "$"
	if strings.HasPrefix(r.rest, "$$") {
		open = "$$"
	}
	end := strings.Index(r.rest[len(open):], open)
	if end < 0 || end > 0 && r.rest[len(open)+end-1] == '\\' || isMoney(r.rest[len(open):], end) {
		r.emit(1, "$")
		return
	}
	whole := r.rest[:end+2*len(open)]
	inner := r.rest[len(open) : len(open)+end]
	turned, ok := convertMath(inner, maxNesting)
	if !ok && r.isTitle {
		turned, ok = looseScripts(inner)
	}
	if !ok {
		turned = whole
	}
	r.emit(len(whole), turned)
}

// looseScripts returns a formula that has scripts without a base, and nothing else, on the line.
func looseScripts(formula string) (string, bool) {
	r := newReader(strings.TrimSpace(formula))
	for r.rest != "" {
		if sign := r.rest[0]; sign != '_' && sign != '^' {
			return "", false
		}
		sign := r.rest[:1]
		r.rest = strings.TrimLeft(r.rest[1:], " ")
		script, ok := r.item(maxNesting)
		if !ok {
			return "", false
		}
		if turned, ok := scripted(sign, script); ok {
			script = turned
		}
		r.out.WriteString(script)
		r.rest = strings.TrimLeft(r.rest, " ")
	}
	return r.out.String(), true
}

// isMoney reports whether the text up to end is not a formula but the first of two amounts of
// money, such as "5 and " in "$5 and $10".
func isMoney(s string, end int) bool {
	isDigit := func(i int) bool { return i < len(s) && '0' <= s[i] && s[i] <= '9' }
	inner := s[:end]
	return isDigit(0) && !strings.ContainsAny(inner, `\^_{}=<>`) && (strings.HasSuffix(inner, " ") || isDigit(end+1))
}

// convertMath returns a formula of letters, symbols and simple scripts in Unicode. It returns
// false if the formula has anything else.
func convertMath(s string, nesting int) (string, bool) {
	if nesting == 0 {
		return "", false
	}
	r := newReader(s)
	for r.rest != "" {
		c := r.rest[0]
		switch c {
		case '\\', '{':
			item, ok := r.item(nesting)
			if !ok {
				return "", false
			}
			r.out.WriteString(item)
		case '^', '_':
			r.rest = r.rest[1:]
			item, ok := r.item(nesting)
			if ok {
				item, ok = scripted(string(c), item)
			}
			if !ok {
				return "", false
			}
			r.out.WriteString(item)
		case '}', '&', '$':
			return "", false
		case '~':
			r.emit(1, " ")
		default:
			end := strings.IndexAny(r.rest[1:], `\{}^_&~$`) + 1
			if end == 0 {
				end = len(r.rest)
			}
			r.emit(end, r.rest[:end])
		}
	}
	return r.out.String(), true
}

// item converts one symbol, group or character of a formula.
func (r *reader) item(nesting int) (string, bool) {
	if r.rest == "" || nesting == 0 {
		return "", false
	}
	if arg, ok := r.argument(); ok {
		return convertMath(arg, nesting-1)
	}
	if r.rest[0] != '\\' {
		name := r.character()
		return name, name != "{"
	}
	r.rest = r.rest[1:]
	name := r.name()
	c := commands[name]
	if c.is(font) {
		r.space(name)
		if arg, ok := r.argument(); ok {
			return convertMath(arg, nesting-1)
		}
		return "", true
	}
	r.space(name)
	if name == "not" {
		sign, ok := r.item(nesting - 1)
		return negated(sign), ok && utf8.RuneCountInString(sign) == 1
	}
	if c.is(inMath) && c.combining != "" {
		letter, ok := r.item(nesting - 1)
		return letter + c.combining, ok && utf8.RuneCountInString(letter) == 1
	}
	if name == "mathbb" || name == "Bbb" {
		letter, ok := r.item(nesting - 1)
		if double := blackboard[letter]; double != "" {
			return double, ok
		}
		return letter, ok
	}
	isAlone := strings.TrimPrefix(strings.TrimSpace(r.whole), `\not`) == `\`+name
	return c.text(), c.is(inMath) || c.isSymbol() && (strings.HasPrefix(name, "text") || isAlone && (!c.is(inText) || len(name) > 2))
}

// negated returns a sign with a stroke through it.
func negated(sign string) string { return sign + "\u0338" }

// character returns and skips one character.
func (r *reader) character() string {
	for i := range r.rest {
		if i > 0 {
			c := r.rest[:i]
			r.rest = r.rest[i:]
			return c
		}
	}
	c := r.rest
	r.rest = ""
	return c
}
