package latex

import "strings"

// alphabet says where Unicode has the letters and digits of a style (Mathematical
// Alphanumeric Symbols, U+1D400 to U+1D7FF): the first capital, small letter, digit and
// capital Greek letter, or 0 if there are none.
type alphabet struct{ capital, small, digit, greek rune }

var (
	bold        = alphabet{0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8}
	boldItalic  = alphabet{0x1D468, 0x1D482, 0x1D7CE, 0x1D71C}
	script      = alphabet{0x1D49C, 0x1D4B6, 0, 0}
	fraktur     = alphabet{0x1D504, 0x1D51E, 0, 0}
	doubleStruc = alphabet{0x1D538, 0x1D552, 0x1D7D8, 0}
	sans        = alphabet{0x1D5A0, 0x1D5BA, 0x1D7E2, 0}
	typewriter  = alphabet{0x1D670, 0x1D68A, 0x1D7F6, 0}
)

// elsewhere maps the empty places in the alphabets to the letters that Unicode already had in
// other blocks.
var elsewhere = map[rune]rune{
	0x1D49D: 'ℬ', 0x1D4A0: 'ℰ', 0x1D4A1: 'ℱ', 0x1D4A3: 'ℋ', 0x1D4A4: 'ℐ', 0x1D4A7: 'ℒ', 0x1D4A8: 'ℳ', 0x1D4AD: 'ℛ',
	0x1D4BA: 'ℯ', 0x1D4BC: 'ℊ', 0x1D4C4: 'ℴ',
	0x1D506: 'ℭ', 0x1D50B: 'ℌ', 0x1D50C: 'ℑ', 0x1D515: 'ℜ', 0x1D51D: 'ℨ',
	0x1D53A: 'ℂ', 0x1D53F: 'ℍ', 0x1D545: 'ℕ', 0x1D547: 'ℙ', 0x1D548: 'ℚ', 0x1D549: 'ℝ', 0x1D551: 'ℤ',
}

// convert returns a text in the alphabet. Characters that the alphabet lacks stay as they are.
func (a alphabet) convert(s string) string {
	return strings.Map(func(r rune) rune {
		to := r
		switch {
		case 'A' <= r && r <= 'Z' && a.capital > 0:
			to = a.capital + r - 'A'
		case 'a' <= r && r <= 'z' && a.small > 0:
			to = a.small + r - 'a'
		case '0' <= r && r <= '9' && a.digit > 0:
			to = a.digit + r - '0'
		case 'Α' <= r && r <= 'Ω' && a.greek > 0:
			to = a.greek + r - 'Α'
		case 'α' <= r && r <= 'ω' && a.greek > 0:
			to = a.greek + 26 + r - 'α'
		}
		if there, ok := elsewhere[to]; ok {
			return there
		}
		return to
	}, s)
}
