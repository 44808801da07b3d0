package latex

import "strings"

// IsSilent reports whether the index ignores a command, because it only affects typesetting or
// is an operator or relation that nobody searches for by name.
func IsSilent(name string) bool { return commands[name].is(silent) }

// Letters replaces each command by its letters in the key of a title: \alpha by alpha, \ss by
// ss, and fonts and accents by nothing. Braces and dollars stay.
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

// AccentedLetter parses an accented or special letter at offset i in any usual spelling:
// \"o \"{o} {\"o} \'{\i} \c{c} \v s \ss{} {\o}. It returns the letters without accents in
// lower case, and the offset after the command, or 0 if there is no such letter at i.
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
		return letters, offsetAfter(i+2, n)
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
			return letters, offsetAfter(i+2+len(rest[2:])-len(strings.TrimPrefix(rest[2:], " ")), n)
		}
	}
	return "", 0
}

// offsetAfter returns i+n, or 0 if n is 0.
func offsetAfter(i, n int) int {
	if n == 0 {
		return 0
	}
	return i + n
}

// baseLetter returns the letter under an accent, which may be in braces, and the length of
// what it parsed.
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

// specialLetter returns the normalized form of the special letter with a command name, or "".
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
