"""What people write for yes and for no, in both languages; what leans one way; and what only looks
like an answer."""

from __future__ import annotations

from flows.understanding.parsers.shared.vocabulary import wordset

YES = [
    "(y|yes|yess|yea|yeah|yeahh|yeh|yah|yep|yup|yupp|yuh|ya|ye|yass|yas|sure|correct|right|true|affirmative)",
    "(absolutely|definitely|exactly|totally)",
    (
        "(of course|sure thing|you bet|for sure|thats right|thats correct|that is right|that is"
        " correct|thats true)"
    ),
    "(100|uh huh|mhm|mmhm|mm hmm)",
    (
        "(i do|i am|i have|it is|she is|he is|we do|we are|they are|they do|we have|i did|he"
        " does|she does)"
    ),
    (
        "(si|sii|sip|sipi|simon|claro|claro que si|por supuesto|por supuesto que si|cierto|es"
        " cierto|correcto)"
    ),
    "(exacto|asi es|efectivamente)",
    (
        "(afirmativo|desde luego|como no|ya lo creo|lo soy|lo es|si soy|eso es|eso mismo|es"
        " correcto|seguro que si)"
    ),
    "(obvio|obvio que si|sisi)",
    "= (1|2 thumbs up|s|tengo|verdad|es verdad|seguro)",
]
NO = [
    "(n|no|noo|nop|nope|nopes|nah|nahh|naw|nay|negative|nel|nones|negativo|never|nunca|jamas|false|falso)",
    "(incorrect|incorrecto|nono)",
    (
        "(no way|of course not|hell no|definitely not|absolutely not|certainly not|not at all|not"
        " one|not yet)"
    ),
    "(no maam|no sir|none|not me)",
    (
        "(i dont|i do not|i am not|im not|i havent|i have not|it is not|it isnt|its not|we dont|we"
        " do not|they dont)"
    ),
    (
        "(he doesnt|she doesnt|she isnt|he isnt|theyre not|they arent|i didnt|were not|we are"
        " not|is not)"
    ),
    (
        "(para nada|claro que no|por supuesto que no|desde luego que no|en absoluto|de ninguna"
        " manera|que va)"
    ),
    "(todavia no|aun no|ya no|tampoco|nada de eso)",
    (
        "(no lo es|no lo soy|no es cierto|no es correcto|no es asi|obvio que no|seguro que no|no"
        " todavia|no aun)"
    ),
    "= (2|not|ninguno|ninguna|nada)",
]
LEANING_YES = [
    (
        "(i think so|i guess so|i guess|i believe so|i suppose so|i suppose|i hope"
        " so|probably|pretty sure)"
    ),
    "(most likely|more or less yes)",
    (
        "(creo que si|pienso que si|supongo que si|supongo|me parece que si|yo creo que"
        " si|probablemente)"
    ),
    "(yo diria que si|espero que si|casi seguro)",
    (
        "= (ok|okay|okey|k|kk|bueno|dale|vale|fine|esta bien|de"
        " acuerdo|yse|yss|ues|tes|yez|yus|eys|yws|yed|yrs|yesh|sure i guess|sis|siu)"
    ),
]
LEANING_NO = [
    (
        "(i dont think so|dont think so|i do not think so|not really|probably not|i guess not|not"
        " anymore)"
    ),
    (
        "(not any more|no longer|not exactly|hardly|i doubt it|not particularly|most likely not|not"
        " that i know of)"
    ),
    "(not right now|i dont believe so|i hope not)",
    (
        "(creo que no|no creo|pienso que no|supongo que no|me parece que no|probablemente no|no"
        " mucho|lo dudo)"
    ),
    (
        "(no realmente|no exactamente|que yo sepa no|no que yo sepa|la verdad no|no tanto|por"
        " ahora no)"
    ),
    "(por el momento no|yo creo que no)",
    "= (mo|bo|nno|on|ni|noi|np no)",
]
HALF = [
    (
        "(maybe|mabye|perhaps|possibly|kind of|kinda|sort of|sorta|sometimes|it"
        " depends|depends|used to|applied)"
    ),
    "(pending|waiting|half|partly|almost|nearly)",
    (
        "(quiza|quizas|tal vez|talvez|mas o menos|mas menos|a veces|depende|puede ser|a lo"
        " mejor|posiblemente|segun)"
    ),
    (
        "(casi|antes|solicite|aplique|en proceso|medio|un poco|a medias|yes and no|si y no|more or"
        " less)"
    ),
]
# "no" or "yes" inside these is no answer.
NEITHER = [
    (
        "(no problem|no problems|no prob|no worries|no biggie|no doubt|no wonder|no idea|no clue|no"
        " matter|no one)"
    ),
    (
        "(no english|no offense|no rush|no joke|no lie|no cap|no thank you for|no comment|no more"
        " texts)"
    ),
    "(no more messages|no stop|no pressure|no big deal|no service)",
    (
        "(no hay problema|sin problema|no importa|no pasa nada|no hay de que|no hay pena|no"
        " entiendo|no entendi|no comprendo|no hablo|no se|sin duda|no hay duda)"
    ),
    "(no se preocupe|no sirve|no funciona|no puedo)",
    "no me (mande|manden|escriba|escriban|llame|llamen|moleste|molesten)",
    "no mas (mensajes|textos)",
    (
        "(yes or no|si o no|yes no|no yes|yes but|si pero|no but|no pero|not no|not yes|why"
        " not|porque no)"
    ),
    "(por que no|not a|right away|right here)",
    "(sure i will not|sure not|thats all|como no se|not only)",
]
FILLER = wordset(
    "i do am is it its thats that this these we are my maam mam sir miss please thank thanks thx ty"
    " tysm you u so much right now the answer for course oh ohh um umm uh uhh well ok okay have hun"
    " dear sorry yet still too just said say says very also and hell heck all good at",
    "es soy estoy tengo tiene tienen lo la el eso asi senora senor senorita gracias muchas por"
    " favor que muy bien pues ay mi mija yo todavia aun ahora verdad respuesta amor bendiciones"
    " dios bueno le ella son estamos tenemos tambien de hecho mire ah eh",
)
NOT = wordset(
    "not dont doesnt isnt aint arent didnt havent hasnt wasnt never none any ni ningun ninguno"
    " ninguna nada nunca tampoco wont cant"
)
# Said again, these add nothing: "si, claro", "no no no", "1 yes".
AGREEING = {
    True: wordset("yes yeah yep si claro sure ya right correct 1"),
    False: wordset("no nope nah nel nunca 2"),
}
YES_SIGNS = frozenset("👍👌✅✔☑🆗💯🙆")
NO_SIGNS = frozenset("👎❌🙅✖🚫⛔")
