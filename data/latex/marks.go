package latex

import "strings"

// marks has the commands that put a combining character on the next letter and that the other tables
// lack: those of Vietnamese, of the package tipa, and of transcriptions.
func marks() map[string]command {
	all := map[string]command{}
	fields := strings.Fields(markTable)
	for i := 0; i < len(fields); i += 2 {
		// The table shows each mark on a dotted circle.
		all[fields[i]] = command{combining: strings.TrimPrefix(fields[i+1], "◌"), use: inText}
	}
	return all
}

const markTable = `
h ◌̉ G ◌̏ U ◌̎ M ◌̢ B ◌̵
textvbaraccent ◌̍ textdoublevbaraccent ◌̎ textdotbreve ◌̐ textturncommaabove ◌̒ textcommaabove ◌̓
textrevcommaabove ◌̔ textcommaabover ◌̕ textsubgrave ◌̖ textsubacute ◌̗ textadvancing ◌̘ textretracting ◌̙
textlangleabove ◌̚ textcorner ◌̚ textrighthorn ◌̛ textsublhalfring ◌̜ textraising ◌̝ textlowering ◌̞
textsubplus ◌̟ textsubbar ◌̠ textsubminus ◌̠ textpalhookbelow ◌̡ textsubumlaut ◌̤ textsubring ◌̥
textcommabelow ◌̦ textsyllabic ◌̩ textsubbridge ◌̪ textsubw ◌̫ textsubwedge ◌̬ textsubcircnum ◌̭
textsubcircum ◌̭ textsubbreve ◌̮ textundertie ◌̮ textsubarch ◌̯ textsubtilde ◌̰ subdoublebar ◌̳
textsuperimposetilde ◌̴ textlstrokethru ◌̶ textsstrikethru ◌̷ textlstrikethru ◌̸ textsubrhalfring ◌̹
textinvsubbridge ◌̺ textsubsquare ◌̻ textseagull ◌̼ textovercross ◌̽ overbridge ◌͆ subdoublevert ◌͈
subcorner ◌͉ crtilde ◌͊ textoverw ◌͊ dottedtilde ◌͋ doubletilde ◌͌ spreadlips ◌͍ whistle ◌͎
textrightarrowhead ◌͐ textlefthalfring ◌͑ sublptr ◌͔ subrptr ◌͕ textrightuparrowhead ◌͖
textrighthalfring ◌͗ textdoublebreve ◌͝ textdoublemacron ◌͞ textdoublemacronbelow ◌͟ textdoubletilde ◌͠
texttoptiebar ◌͡ sliding ◌͢ textroundcap ◌̑ newtie ◌̑ textgravemacron ◌᷅ textdoublegrave ◌̏
textbrevemacron ◌᷋ textmacronacute ◌᷄ textsubdot ◌̣ textogonekaccent ◌̨ ogonek ◌̨ capitalcedilla ◌̧
capitalogonek ◌̨ capitalacute ◌́ capitalgrave ◌̀ capitalcircumflex ◌̂ capitaltilde ◌̃ capitaldieresis ◌̈
capitalhungarumlaut ◌̋ capitalring ◌̊ capitalcaron ◌̌ capitalbreve ◌̆ capitalmacron ◌̄
capitaldotaccent ◌̇ underdot ◌̣ dddot ◌⃛ ddddot ◌⃜`
