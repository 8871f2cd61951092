"""The first guesses: whole passwords of ten characters and more, and words that stay weak with digits around them."""

from __future__ import annotations

# From published frequency lists (SecLists, the yearly lists of leaked passwords), those that are long enough to pass
# the length; what is a run, a repetition or a common word with digits is refused by rule and need not be listed.
COMMON = frozenset(
    """
    1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc q1w2e3r4t5 q1w2e3r4t5y6 zaq12wsxcde3 qazwsxedcrfv qazwsxedc123
    a1b2c3d4e5 a1s2d3f4g5 1a2b3c4d5e 123qweasdzxc qweasdzxc123 qweasd123456 asdf1234qwer 1234qwerasdf qwer1234asdf
    123456789a 123456789q a123456789 q123456789 123456789abc abc123456789 1234567890a 0123456789a 147258369a
    1472583690 147852369a 9876543210a 3141592653 3141592654 31415926535 1029384756 5201314520 741852963a 963852741a
    159753456852 9638527410 7418529630 1597534862 1234554321 12345678910 1234567891 12345678901 1123581321
    0102030405 1020304050 correcthorsebatterystaple trustno1trustno1 letmeinplease iloveyouforever opensesame123
    thequickbrownfox tequieromucho teamoconlocura porsiempreamor mividaeresamor amordemivida viejocaballo
    holacomoestas holamundo123
    """.split()  # noqa: SIM905 - a wall of quotes would be harder to read
)

# In casefold; compared after digits and signs are taken out, once as written and once with 0 1 3 4 5 7 @ $ ! read as
# letters.
COMMON_WORDS = frozenset(
    """
    password passwords passwort passw pass passphrase mypassword thepassword newpassword changeme letmein welcome
    welcomehome admin admins administrator administrador administradora root toor sysadmin superuser superadmin user
    username usuario usuaria guest invitado default login logmein secret secreto secreta iloveyou loveyou lovely
    sunshine princess princesa football baseball basketball superman batman starwars pokemon dragon monkey master
    shadow michael jennifer jordan hunter buster soccer killer computer computadora internet whatever freedom qwerty
    qwertyu qwertyui qwertyuio qwertyuiop qwertyqwerty qwerasdf qazwsx asdfgh asdfghjkl zxcvbnm azerty abc abcd
    abcdef abcdefg test testing tester prueba pruebas temporal temp contrasena contraseña contrasenia miclave clave
    claves micontraseña micontrasena bienvenido bienvenida bienvenidos acceso entrar hola holahola holamundo adios
    teamo teamomucho tequiero tequieromucho miamor amor amorcito amores corazon corazón estrella estrellita mariposa
    chocolate chivas america cruzazul pumas tigres rayados barcelona realmadrid guadalupe alejandra alejandro carlos
    daniel fernanda fernando francisco gabriela guadalajara jesucristo jesus josemaria juancarlos mexico méxico
    mexicano monterrey saltillo coahuila nuevoleon miguel mypass patricia ricardo roberto sebastian valentina
    veronica beer beerbeer brewery brewing brewer brewmaster craftbeer homebrew cerveza cervezas cervecero cervecera
    cerveceria cervecería cervezaartesanal chela chelas malta lupulo lúpulo taproom barril desert desertbrew
    desertbrewco desertbrewing desertbrewos desierto google facebook microsoft windows linux android iphone samsung
    company empresa oficina office server servidor system sistema database summer winter spring autumn verano
    invierno primavera otoño lunes martes miercoles jueves viernes sabado domingo enero febrero marzo abril mayo
    junio julio agosto septiembre octubre noviembre diciembre january february march april june july august
    september october november december monday tuesday wednesday thursday friday saturday sunday
    """.split()  # noqa: SIM905 - as above
)
