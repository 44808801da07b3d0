package latex

import "strings"

// IsSilent reports whether a command sets type, or is an operator or relation, which nobody
// searches for by name.
func IsSilent(name string) bool { return commands[name].is(silent) }

// Letters replaces each command by the letters that it stands for in the key of a title:
// \alpha by alpha, \ss by ss, a font or an accent by nothing. Braces and dollars stay.
func Letters(s string) string {
	if !strings.ContainsRune(s, '\\') {
		return s
	}
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(s, `\`)
		out.WriteString(before)
		if !found {
			return out.String()
		}
		end := 0
		for end < len(rest) && isLetter(rest[end]) {
			end++
		}
		name := rest[:end]
		if !commands[name].is(unkeyed) {
			out.WriteString(strings.TrimPrefix(name, "var"))
		}
		s = rest[end:]
	}
}

// AccentedLetter reads an accented or special letter at i, in every usual spelling:
// \"o \"{o} {\"o} \'{\i} \c{c} \v s \ss{} {\o}. It returns the bare letters in
// lower case and the offset after it, or 0 where there is none.
func AccentedLetter(text string, i int) (letters string, end int) {
	rest := text[i:]
	if strings.HasPrefix(rest, "{") {
		letters, n := AccentedLetter(text[:min(len(text), i+12)], i+1)
		if n > 0 && text[i+1] == '\\' && n < len(text) && text[n] == '}' {
			return letters, n + 1
		}
		return "", 0
	}
	if len(rest) < 2 || rest[0] != '\\' {
		return "", 0
	}
	if strings.IndexByte("\"'`^~=.", rest[1]) >= 0 {
		letters, n := baseLetter(rest[2:])
		return letters, after(i+2, n)
	}
	name := 1
	for name < len(rest) && isLetter(rest[name]) {
		name++
	}
	if letters := specialLetter(rest[1:name]); letters != "" {
		n := i + name
		switch {
		case strings.HasPrefix(text[n:], "{}"):
			n += 2
		case len(text) > n+1 && text[n] == ' ' && isLower(text[n+1]) && letters != "a":
			n++
		}
		return letters, n
	}
	if name == 2 && strings.IndexByte("cvHukrd", rest[1]) >= 0 && len(rest) > 3 {
		if rest[2] == '{' || rest[2] == ' ' {
			letters, n := baseLetter(strings.TrimPrefix(rest[2:], " "))
			return letters, after(i+2+len(rest[2:])-len(strings.TrimPrefix(rest[2:], " ")), n)
		}
	}
	return "", 0
}

// after is the offset n after i, or 0 where n is 0.
func after(i, n int) int {
	if n == 0 {
		return 0
	}
	return i + n
}

// baseLetter reads the letter under an accent, bare or in braces, and its length.
func baseLetter(rest string) (letter string, n int) {
	bare := strings.TrimPrefix(rest, "{")
	switch {
	case bare == "":
		return "", 0
	case isLetter(bare[0]):
		letter, n = strings.ToLower(bare[:1]), 1
	case strings.HasPrefix(bare, `\i`), strings.HasPrefix(bare, `\j`):
		letter, n = bare[1:2], 2
	default:
		return "", 0
	}
	if len(bare) < len(rest) {
		if !strings.HasPrefix(bare[n:], "}") {
			return "", 0
		}
		n += 2
	}
	return letter, n
}

// specialLetter is the normalized form of a special letter's command, or "".
func specialLetter(name string) string {
	switch name {
	case "i", "j", "o", "l", "O", "L":
		return strings.ToLower(name)
	case "ss", "ae", "oe", "AE", "OE":
		return strings.ToLower(name)
	case "aa", "AA":
		return "a"
	}
	return ""
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
