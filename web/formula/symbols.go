package formula

// identifiers are the commands that stand for a letter, or a sign used as one.
var identifiers = map[string]string{
	"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
	"vartheta": "ϑ", "iota": "ι", "kappa": "κ", "varkappa": "ϰ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "omicron": "ο", "pi": "π", "varpi": "ϖ",
	"rho": "ρ", "varrho": "ϱ", "sigma": "σ", "varsigma": "ς", "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
	"ell": "ℓ", "hbar": "ℏ", "hslash": "ℏ", "imath": "ı", "jmath": "ȷ", "wp": "℘", "partial": "∂", "infty": "∞", "nabla": "∇", "emptyset": "∅", "varnothing": "∅",
	"aleph": "ℵ", "beth": "ℶ", "Re": "ℜ", "Im": "ℑ", "mho": "℧", "eth": "ð", "o": "ø", "O": "Ø", "ss": "ß", "ae": "æ", "AE": "Æ", "l": "ł", "L": "Ł", "digamma": "ϝ",
	"top": "⊤", "bot": "⊥", "angle": "∠", "square": "□", "Box": "□", "Diamond": "◇", "triangle": "△", "diamondsuit": "♢", "heartsuit": "♡", "clubsuit": "♣", "spadesuit": "♠",
	"sharp": "♯", "flat": "♭", "natural": "♮", "checkmark": "✓", "complement": "∁", "Finv": "Ⅎ", "Bbbk": "𝕜", "AA": "Å", "aa": "å", "angstrom": "Å", "micro": "µ",
}

// abbreviations are macros that so many authors define alike that they can be taken at
// their word, though no package has them.
var abbreviations = map[string]string{
	"R": "ℝ", "C": "ℂ", "Z": "ℤ", "N": "ℕ", "Q": "ℚ", "F": "𝔽", "RR": "ℝ", "CC": "ℂ", "ZZ": "ℤ", "NN": "ℕ", "QQ": "ℚ", "FF": "𝔽", "PP": "ℙ", "HH": "ℍ", "EE": "𝔼",
	"eps": "ε", "lam": "λ", "vareps": "ε", "bR": "ℝ", "bC": "ℂ", "bZ": "ℤ", "bN": "ℕ", "bQ": "ℚ",
}

// capitals are Greek, which are upright.
var capitals = map[string]string{
	"Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
	"varGamma": "Γ", "varDelta": "Δ", "varTheta": "Θ", "varLambda": "Λ", "varPi": "Π", "varSigma": "Σ", "varPhi": "Φ", "varPsi": "Ψ", "varOmega": "Ω",
}

// operators are the commands that stand for signs between, before or behind others.
var operators = map[string]string{
	"times": "×", "cdot": "⋅", "div": "÷", "pm": "±", "mp": "∓", "ast": "∗", "star": "⋆", "circ": "∘", "bullet": "∙", "cdotp": "⋅", "centerdot": "⋅", "degree": "°",
	"le": "≤", "leq": "≤", "leqslant": "⩽", "leqq": "≦", "ge": "≥", "geq": "≥", "geqslant": "⩾", "geqq": "≧", "ne": "≠", "neq": "≠", "ll": "≪", "gg": "≫", "lll": "⋘", "ggg": "⋙",
	"lesssim": "≲", "gtrsim": "≳", "lessapprox": "⪅", "gtrapprox": "⪆", "la": "≲", "ga": "≳", "lessgtr": "≶", "nleq": "≰", "ngeq": "≱", "lneq": "⪇", "gneq": "⪈",
	"sim": "∼", "simeq": "≃", "approx": "≈", "approxeq": "≊", "cong": "≅", "ncong": "≇", "equiv": "≡", "asymp": "≍", "doteq": "≐", "propto": "∝", "varpropto": "∝", "nsim": "≁",
	"prec": "≺", "succ": "≻", "preceq": "⪯", "succeq": "⪰", "preccurlyeq": "≼", "succcurlyeq": "≽", "triangleq": "≜", "coloneqq": "≔", "coloneq": "≔", "eqsim": "≂",
	"in": "∈", "notin": "∉", "ni": "∋", "subset": "⊂", "supset": "⊃", "subseteq": "⊆", "supseteq": "⊇", "subsetneq": "⊊", "supsetneq": "⊋", "nsubseteq": "⊈", "sqsubset": "⊏", "sqsubseteq": "⊑", "sqsupseteq": "⊒",
	"cup": "∪", "cap": "∩", "sqcup": "⊔", "sqcap": "⊓", "uplus": "⊎", "setminus": "∖", "smallsetminus": "∖", "wr": "≀", "vee": "∨", "lor": "∨", "wedge": "∧", "land": "∧", "neg": "¬", "lnot": "¬",
	"oplus": "⊕", "ominus": "⊖", "otimes": "⊗", "oslash": "⊘", "odot": "⊙", "boxtimes": "⊠", "boxplus": "⊞", "ltimes": "⋉", "rtimes": "⋊", "bowtie": "⋈", "amalg": "⨿", "dagger": "†", "ddagger": "‡", "dag": "†", "ddag": "‡",
	"forall": "∀", "exists": "∃", "nexists": "∄", "vdash": "⊢", "dashv": "⊣", "models": "⊨", "vDash": "⊨", "Vdash": "⊩", "perp": "⊥", "parallel": "∥", "nparallel": "∦", "mid": "∣", "nmid": "∤", "divides": "∣", "therefore": "∴", "because": "∵",
	"to": "→", "rightarrow": "→", "leftarrow": "←", "gets": "←", "leftrightarrow": "↔", "Rightarrow": "⇒", "implies": "⟹", "Leftarrow": "⇐", "Leftrightarrow": "⇔", "iff": "⟺", "mapsto": "↦", "longmapsto": "⟼",
	"longrightarrow": "⟶", "longleftarrow": "⟵", "longleftrightarrow": "⟷", "Longrightarrow": "⟹", "Longleftrightarrow": "⟺", "hookrightarrow": "↪", "hookleftarrow": "↩", "twoheadrightarrow": "↠", "rightarrowtail": "↣", "rightharpoonup": "⇀", "rightleftharpoons": "⇌", "rightleftarrows": "⇄", "rightsquigarrow": "⇝", "leadsto": "⇝", "dashrightarrow": "⇢", "circlearrowright": "↻",
	"uparrow": "↑", "downarrow": "↓", "updownarrow": "↕", "Uparrow": "⇑", "Downarrow": "⇓", "nearrow": "↗", "searrow": "↘", "nwarrow": "↖", "swarrow": "↙", "nrightarrow": "↛", "nRightarrow": "⇏", "curvearrowright": "↷",
	"dots": "…", "ldots": "…", "dotsc": "…", "dotso": "…", "cdots": "⋯", "dotsb": "⋯", "vdots": "⋮", "ddots": "⋱", "colon": ":", "prime": "′", "backprime": "‵", "backslash": `\`, "surd": "√", "S": "§", "P": "¶", "pounds": "£", "lhd": "⊲", "rhd": "⊳", "unlhd": "⊴", "unrhd": "⊵", "vartriangleleft": "⊲", "triangleleft": "◁", "triangleright": "▷", "trianglelefteq": "⊴", "bigtriangleup": "△", "bigcirc": "◯", "diamond": "⋄", "Join": "⋈", "pitchfork": "⋔", "smile": "⌣", "frown": "⌢", "blacksquare": "■", "dotplus": "∔", "intercal": "⊺", "circledast": "⊛", "circledcirc": "⊚", "lightning": "↯", "textperthousand": "‰", "bigstar": "★", "circledR": "®", "upharpoonright": "↾", "restriction": "↾", "Subset": "⋐", "lessdot": "⋖", "vartriangle": "△", "blacktriangle": "▲", "bigtriangledown": "▽", "triangledown": "▽", "lozenge": "◊",
	"%": "%", "$": "$", "&": "&", "#": "#", "_": "_", "@": "@", "textdollar": "$", "slash": "/", "textasciitilde": "~", "sun": "☉", "cent": "¢",
	"textless": "<", "textgreater": ">", "textendash": "–", "textpm": "±", "texttimes": "×", "lt": "<", "gt": ">", "textdegree": "°", "nobreakdash": "",
}

// large are the operators whose limits stand below and above where there is room.
var large = map[string]string{
	"sum": "∑", "prod": "∏", "coprod": "∐", "bigcup": "⋃", "bigcap": "⋂", "bigoplus": "⨁", "bigotimes": "⨂", "bigodot": "⨀", "bigsqcup": "⨆", "biguplus": "⨄", "bigvee": "⋁", "bigwedge": "⋀",
}

// integrals have their limits beside them.
var integrals = map[string]string{"int": "∫", "iint": "∬", "iiint": "∭", "oint": "∮", "smallint": "∫"}

// functions are written upright; those that are true have their limits below.
var functions = map[string]bool{
	"log": false, "ln": false, "lg": false, "exp": false, "sin": false, "cos": false, "tan": false, "cot": false, "sec": false, "csc": false, "arcsin": false, "arccos": false, "arctan": false,
	"sinh": false, "cosh": false, "tanh": false, "coth": false, "deg": false, "dim": false, "hom": false, "ker": false, "arg": false, "mod": false, "bmod": false, "sgn": false, "sign": false, "tr": false, "Tr": false, "rank": false, "diag": false,
	"lim": true, "limsup": true, "liminf": true, "max": true, "min": true, "sup": true, "inf": true, "det": true, "gcd": true, "Pr": true, "argmax": true, "argmin": true, "varlimsup": true, "varliminf": true, "varinjlim": true, "varprojlim": true, "projlim": true, "injlim": true,
}

// fences are what \left, \right and \big take, and what encloses without them.
var fences = map[string]string{
	"langle": "⟨", "rangle": "⟩", "lbrace": "{", "rbrace": "}", "{": "{", "}": "}", "lbrack": "[", "rbrack": "]", "lvert": "|", "rvert": "|", "vert": "|", "Vert": "‖", "|": "‖", "lVert": "‖", "rVert": "‖",
	"lceil": "⌈", "rceil": "⌉", "lfloor": "⌊", "rfloor": "⌋", "llbracket": "⟦", "rrbracket": "⟧", "ulcorner": "⌜", "urcorner": "⌝",
}

// spaces are as wide as they say.
var spaces = map[string]string{
	",": "\u2009", ":": "\u2005", ";": "\u2004", ">": "\u2005", " ": " ", "\n": " ", "~": "\u00A0", "quad": "\u2003", "qquad": "\u2003\u2003", "!": "", "/": "", "-": "", "thinspace": "\u2009", "enspace": "\u2002", "space": " ", "medspace": "\u2005", "thickspace": "\u2004", "negthinspace": "", "enskip": "\u2002",
}

// ignored change the looks in ways that need no reading.
var ignored = map[string]bool{
	"displaystyle": true, "textstyle": true, "scriptstyle": true, "scriptscriptstyle": true, "limits": true, "nolimits": true, "allowbreak": true, "nobreak": true, "nonumber": true, "notag": true,
	"protect": true, "relax": true, "mathstrut": true, "strut": true, "hfill": true, "noindent": true, "small": true, "large": true, "Large": true, "tiny": true, "footnotesize": true, "normalsize": true, "null": true, "mathord": true, "mathbin": true, "mathrel": true, "mathopen": true, "mathclose": true, "mathpunct": true, "mathinner": true, "ensuremath": true, "xspace": true, "smash": true, "break": true, "em": true,
}

// sizes come before a fence.
var sizes = map[string]bool{
	"big": true, "Big": true, "bigg": true, "Bigg": true, "bigl": true, "Bigl": true, "biggl": true, "Biggl": true, "bigr": true, "Bigr": true, "biggr": true, "Biggr": true, "bigm": true, "Bigm": true, "middle": true,
}

// marks stand over what follows.
var marks = map[string]string{
	"hat": "^", "widehat": "^", "bar": "¯", "overline": "‾", "tilde": "~", "widetilde": "~", "dot": "˙", "ddot": "¨", "vec": "→", "overrightarrow": "→", "overleftarrow": "←", "check": "ˇ", "widecheck": "ˇ", "acute": "´", "grave": "`", "breve": "˘", "mathring": "˚", "overbrace": "⏞",
	"'": "´", "`": "`", `"`: "¨", "=": "¯", ".": "˙", "^": "^", "v": "ˇ", "u": "˘", "H": "˝", "r": "˚",
}

// lines stand under what follows.
var lines = map[string]string{"underline": "_", "underbar": "_", "underbrace": "⏟", "b": "_"}

// letters are the commands that change how the letters of what follows look.
var letters = map[string]alphabet{
	"mathbb": doubleStruc, "Bbb": doubleStruc, "mathbbm": doubleStruc, "mathds": doubleStruc, "mathcal": script, "mathscr": script, "cal": script, "Cal": script, "scr": script, "mathfrak": fraktur, "frak": fraktur, "mathbf": bold, "bf": bold, "bfseries": bold,
	"boldsymbol": boldItalic, "bm": boldItalic, "pmb": boldItalic, "boldmath": boldItalic, "mathsf": sans, "sf": sans, "mathtt": typewriter, "tt": typewriter, "mathit": {}, "it": {}, "mathnormal": {}, "textnormal": {}, "itshape": {}, "sl": {},
}

// words are the commands whose argument is text; declared ones reach to the end of
// their group.
var words = map[string]bool{
	"text": true, "textrm": true, "textit": true, "textbf": true, "textsc": true, "textsf": true, "texttt": true, "emph": true, "mbox": true, "hbox": true, "fbox": true, "mathrm": true, "operatorname": true, "rm": true, "mathop": true, "textup": true, "textsl": true, "textmd": true, "rmfamily": true, "sc": true, "mathup": true, "ensuretext": true, "operatorname*": true, "textsuperscript": true, "textsubscript": true, "mathsc": true,
}
