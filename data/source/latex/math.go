package latex

import (
	"strings"
	"unicode/utf8"
)

// mathSymbols are the commands of math that stand for one character.
var mathSymbols = map[string]string{
	"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
	"vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
	"tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
	"Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
	"times": "×", "pm": "±", "mp": "∓", "cdot": "·", "circ": "°", "degree": "°", "sim": "∼", "approx": "≈", "simeq": "≃", "leq": "≤", "le": "≤", "geq": "≥",
	"ge": "≥", "neq": "≠", "ne": "≠", "equiv": "≡", "ll": "≪", "gg": "≫", "infty": "∞", "partial": "∂", "nabla": "∇", "in": "∈", "subset": "⊂",
	"cup": "∪", "cap": "∩", "to": "→", "rightarrow": "→", "leftarrow": "←", "leftrightarrow": "↔", "Rightarrow": "⇒", "mapsto": "↦",
	"ell": "ℓ", "hbar": "ℏ", "odot": "⊙", "oplus": "⊕", "otimes": "⊗", "ast": "∗", "star": "⋆", "bullet": "•", "langle": "⟨", "rangle": "⟩",
	"lesssim": "≲", "gtrsim": "≳", "propto": "∝", "forall": "∀", "exists": "∃", "emptyset": "∅", "dagger": "†", "prime": "′", "angstrom": "Å",
	"setminus": "∖", "subseteq": "⊆", "supset": "⊃", "supseteq": "⊇", "notin": "∉", "ni": "∋", "neg": "¬", "wedge": "∧", "vee": "∨", "perp": "⊥",
	"parallel": "∥", "mid": "∣", "cong": "≅", "div": "÷", "wr": "≀", "rtimes": "⋊", "ltimes": "⋉", "boxtimes": "⊠", "longrightarrow": "⟶", "Leftrightarrow": "⇔",
	"hookrightarrow": "↪", "uparrow": "↑", "downarrow": "↓", "sum": "∑", "prod": "∏", "int": "∫", "Re": "ℜ", "Im": "ℑ", "aleph": "ℵ", "wp": "℘", "imath": "ı",
	"varrho": "ϱ", "varsigma": "ς", "varpi": "ϖ", "asymp": "≍", "prec": "≺", "succ": "≻", "vert": "|", "Vert": "‖", "|": "‖", "lvert": "|", "rvert": "|",
	"left": "", "right": "", "displaystyle": "", "lim": "lim", "sup": "sup", "inf": "inf", "tan": "tan", "det": "det", "dim": "dim", "ker": "ker", "arg": "arg", "gcd": "gcd",
	"deg": "deg", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "mod": "mod", "AA": "Å", "square": "□", "triangle": "△", "checkmark": "✓", "backslash": `\`, "}": "}",
	"ldots": "…", "cdots": "⋯", "dots": "…", "log": "log", "ln": "ln", "exp": "exp", "sin": "sin", "cos": "cos", "max": "max", "min": "min",
	"quad": " ", "qquad": " ", ",": " ", ";": " ", ":": " ", " ": " ", "!": "", "{": "{", "%": "%", "&": "&", "#": "#", "_": "_", "$": "$",
}

// fonts are the commands of math whose argument is text.
var fonts = map[string]bool{
	"rm": true, "mathrm": true, "text": true, "textrm": true, "mathit": true, "it": true, "mathbf": true, "bf": true, "mathcal": true,
	"mathsf": true, "mathtt": true, "textit": true, "operatorname": true, "mbox": true, "cal": true, "boldsymbol": true,
	"bm": true, "mathfrak": true, "mathscr": true, "frak": true, "textbf": true, "textsc": true, "texttt": true, "textsf": true, "mathop": true, "sf": true, "tt": true,
}

// marks are the commands of math that put a mark on the letter in their argument.
var marks = map[string]string{
	"bar": "\u0304", "overline": "\u0304", "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303",
	"dot": "\u0307", "ddot": "\u0308", "vec": "\u20D7", "acute": "\u0301", "check": "\u030C",
}

// blackboard are the letters that name sets of numbers.
var blackboard = map[string]string{"C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ", "1": "𝟙"}

var (
	superscripts = strings.NewReplacer(pairs("0123456789+-−=()niabcdefghjklmoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")...)
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

// scripted raises or lowers a text, if all of it can be.
func scripted(script, s string) (string, bool) {
	if s == "°" || s == "′" || s == "∘" {
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

// math reads what stands between dollars. A dollar that no other
// closes is one.
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
	turned, ok := turnMath(r.rest[len(open):len(open)+end], maxNesting)
	if !ok {
		turned = whole
	}
	r.emit(len(whole), turned)
}

// isMoney reports that the text up to end is none of math but the first of two
// sums, "5 and " of "$5 and $10".
func isMoney(s string, end int) bool {
	isDigit := func(i int) bool { return i < len(s) && '0' <= s[i] && s[i] <= '9' }
	inner := s[:end]
	return isDigit(0) && !strings.ContainsAny(inner, `\^_{}=<>`) && (strings.HasSuffix(inner, " ") || isDigit(end+1))
}

// turnMath is Unicode for a formula of letters, symbols and simple scripts.
func turnMath(s string, nesting int) (string, bool) {
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

// item is one symbol, group or character of a formula.
func (r *reader) item(nesting int) (string, bool) {
	if r.rest == "" || nesting == 0 {
		return "", false
	}
	if arg, ok := r.argument(); ok {
		return turnMath(arg, nesting-1)
	}
	if r.rest[0] != '\\' {
		name := r.name1()
		return name, name != "{"
	}
	r.rest = r.rest[1:]
	name := r.name()
	if fonts[name] {
		r.space(name)
		if arg, ok := r.argument(); ok {
			return turnMath(arg, nesting-1)
		}
		return "", true
	}
	r.space(name)
	if mark := marks[name]; mark != "" {
		letter, ok := r.item(nesting - 1)
		return letter + mark, ok && utf8.RuneCountInString(letter) == 1
	}
	if name == "mathbb" || name == "Bbb" {
		letter, ok := r.item(nesting - 1)
		if double := blackboard[letter]; double != "" {
			return double, ok
		}
		return letter, ok
	}
	s, ok := mathSymbols[name]
	return s, ok
}

// name1 is one character.
func (r *reader) name1() string {
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
