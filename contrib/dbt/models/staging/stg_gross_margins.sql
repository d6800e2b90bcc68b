{{ stage('gross_margins') }}
