"""Names of organisations: how they are cut into words, and what sort of word each is.

words     the data files as tables: shortenings, legal forms, places, word classes
chinese   runs of Chinese characters → words; their English reading
reading   a name in any script → its units (what is compared) with their classes
romanise  Chinese → pinyin and jyutping, as weak evidence
"""
