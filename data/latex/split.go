package latex

import "strings"

// Part is a piece of a text: plain where Formula is nil. Text is how it was written,
// dollars and all.
type Part struct {
	Text    string
	Formula *Node
}

// maxBytes is the longest formula that is read. Of 403,357 in a corpus of arXiv's
// abstracts one in 100,000 is longer.
const maxBytes = 2000

// maxUnread bounds the work on a text that was made to be slow: behind as many formulas
// that cannot be read, all is text.
const maxUnread = 100

// delimiters open and close formulas. Longer ones come before those they begin with.
var delimiters = []struct {
	open, close string
	display     bool
}{{"$$", "$$", true}, {"$", "$", false}, {`\(`, `\)`, false}, {`\[`, `\]`, true}}

// Split parts a text into plain pieces and formulas. The parts' texts add up to s.
//
// A dollar opens a formula where pandoc says so (tex_math_dollars): something other
// than space follows it, something other than space stands before the one that closes
// it, and no digit follows that. So "$5 and $10" has none. Where what stands between
// can hardly be prose, all that is let pass ("$\sim$10").
func Split(s string) []Part {
	if !strings.ContainsAny(s, `$\`) {
		return text(s)
	}
	var parts []Part
	plain := 0 // where the plain text before i begins
	unread := 0
	for i := 0; i < len(s) && unread < maxUnread; {
		n, formula := at(s, i)
		if formula == nil {
			if n > 0 {
				unread++
			}
			i += max(n, 1)
			continue
		}
		parts = append(parts, text(s[plain:i])...)
		parts = append(parts, Part{Text: s[i : i+n], Formula: formula})
		i += n
		plain = i
	}
	return append(parts, text(s[plain:])...)
}

func text(s string) []Part {
	if s == "" {
		return nil
	}
	return []Part{{Text: s}}
}

// at is the formula that begins at s[i], of n bytes. Where it cannot be read, n is how
// far to go on, and 0 where nothing begins there.
func at(s string, i int) (n int, formula *Node) {
	if s[i] == '\\' && strings.HasPrefix(s[i+1:], "$") {
		return 2, nil
	}
	for _, d := range delimiters {
		inner, found := strings.CutPrefix(s[i:], d.open)
		if !found {
			continue
		}
		end := closing(inner, d.close)
		if end < 0 || d.close == "$" && !isFormula(inner[:end], inner[end+1:]) {
			return len(d.open), nil
		}
		n = len(d.open) + end + len(d.close)
		if formula, ok := Parse(inner[:end]); ok {
			formula.Display = d.display
			return n, formula
		}
		return n, nil
	}
	return 0, nil
}

// closing is where the delimiter stands that closes a formula; -1 where it does not,
// or not in the same paragraph.
func closing(s, delimiter string) int {
	s = s[:min(len(s), maxBytes)]
	for i := 0; i < len(s); i++ {
		switch {
		case strings.HasPrefix(s[i:], delimiter):
			return i
		case s[i] == '\\':
			i++
		case strings.HasPrefix(s[i:], "\n\n"):
			return -1
		}
	}
	return -1
}

func isFormula(inner, after string) bool {
	if strings.ContainsAny(inner, `\^_=`) {
		return true
	}
	if strings.TrimSpace(inner) != inner || inner == "" {
		return false
	}
	return after == "" || !isDigit(after[0])
}
